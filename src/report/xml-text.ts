import { escapeControls } from "./visible.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text for an attribute or element of XML 1.0, which knows no control characters: they are written as escapes. */
export function xmlText(text: string): string {
  return escapeControls(text)
    .replaceAll(/[\ufffe\uffff]/g, (unit) => `\\u{${unit.charCodeAt(0).toString(16)}}`)
    .replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
