/** How many of its fellows an image keeps: a message names fewer. */
const FELLOWS = 8;
const NOBODY: readonly string[] = [];

/** Which images have the same piece of data for a live location. */
export class LocationGroups {
  readonly #keyOf: (id: string) => string;
  readonly #fellows = new Map<string, string[]>();

  constructor(keyOf: (id: string) => string) {
    this.#keyOf = keyOf;
  }

  join(left: string, right: string): void {
    this.#add(left, right);
    this.#add(right, left);
  }

  /** The images with the same data; itself, if it has the same location twice. */
  of(imageId: string): readonly string[] {
    if (this.#fellows.size === 0) return NOBODY;
    return this.#fellows.get(this.#keyOf(imageId)) ?? NOBODY;
  }

  #add(imageId: string, fellow: string): void {
    const key = this.#keyOf(imageId);
    const known = this.#fellows.get(key) ?? [];
    this.#fellows.set(key, known);
    if (known.length < FELLOWS && !known.includes(fellow)) known.push(fellow);
  }
}
