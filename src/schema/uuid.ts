const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether `text` is 8-4-4-4-12 hex digits, in either case and of any version. */
export function isUuid(text: string | null): text is string {
  return text !== null && text.length === 36 && UUID.test(text);
}
