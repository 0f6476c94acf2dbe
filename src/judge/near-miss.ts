/** Text that folding leaves as it is: nearly every property name, so the cheap answer comes first. */
const PLAIN = /^[a-z0-9_:.-]*$/;

/** Folds what people and spreadsheets change without noticing: width, accents, surrounding blanks, case. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "")
    .toLowerCase();
}

/** Whether `text` is not `right` but becomes it by folding. */
export function isNearMiss(text: string, right: string): boolean {
  return text !== right && !PLAIN.test(text) && fold(text) === right;
}
