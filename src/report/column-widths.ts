/** What the first page tells about a column of a table; all figures are terminal columns. */
export interface ColumnShape {
  readonly header: number;
  /** The widest cell. */
  readonly content: number;
  /** `text` may be cut; `id` and then `word` only for want of room; `figure` (numbers, times, booleans) never. */
  readonly kind: "text" | "id" | "word" | "figure";
}

/** How narrow text and ids may become so that the whole table fits, and how narrow before they are useless. */
const COMFORTABLE = { text: 16, id: 12 } as const;
const READABLE = 8;
const BARELY = 5;
/** The rule below a right-aligned header of markdown-table takes two columns at least. */
const NARROWEST = 2;

/**
 * The width of each column so that together they take `room` terminal columns, if that is possible: first long
 * headers give way, then text and ids in turn, though never the first column's id, which says what the row is about;
 * words of ours, such as a verdict, come last.
 * If not even scraps of text fit, text stays readable and the table is wider than `room`.
 */
export function columnWidths(shapes: readonly ColumnShape[], room: number): number[] {
  const widths = shapes.map(({ header, content }) => Math.max(header, content, NARROWEST));
  const floors = (text: number, id: number, word: number): number[] =>
    shapes.map(({ content, kind }, index) => {
      const floor = { text, id: index === 0 ? Infinity : id, word, figure: Infinity }[kind];
      return Math.max(Math.min(content, floor), BARELY);
    });
  const { text, id } = COMFORTABLE;
  shrink(widths, floors(Infinity, Infinity, Infinity), room);
  shrink(widths, floors(text, Infinity, Infinity), room);
  shrink(widths, floors(text, id, Infinity), room);
  shrink(widths, floors(READABLE, READABLE, Infinity), room);
  shrink(widths, floors(READABLE, READABLE, READABLE), room);
  const scraps = [...widths];
  return shrink(scraps, floors(BARELY, BARELY, BARELY), room) ? scraps : widths;
}

/** Takes from the widest column above its floor, one by one, so that columns end up alike. False if that is not enough. */
function shrink(widths: number[], floors: readonly number[], room: number): boolean {
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    let widest = -1;
    for (const [index, width] of widths.entries()) {
      if (width > (floors[index] ?? width) && width > (widths[widest] ?? 0)) {
        widest = index;
      }
    }
    if (widest === -1) {
      return false;
    }
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return true;
}
