import { Turns } from "../../connect/turns.ts";
import { isCanonicalUuid } from "../packed/uuid-words.ts";
import type { Suspects } from "../packed/suspects.ts";
import { readChildRows, type RowsOf } from "./child-rows.ts";
import type { ChildRow } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";

/** How many images a statement serves: those that are asked about, and suspects that follow. */
const AT_ONCE = 200;

/**
 * All rows that belong to images of one page after another, in the order of ids. Suspects are known beforehand, and
 * few pages are without one: those that follow are read along, so that one statement serves many pages.
 */
export class SuspectRows {
  readonly #handle: GlanceHandle;
  readonly #suspects: Suspects;
  readonly #turns = new Turns();
  /** Of suspects that were not asked about yet. */
  readonly #ahead = new Map<string, readonly ChildRow[]>();

  constructor(handle: GlanceHandle, suspects: Suspects) {
    this.#handle = handle;
    this.#suspects = suspects;
  }

  of(ids: readonly string[]): Promise<RowsOf> {
    return this.#turns.take(() => this.#read(ids));
  }

  async #read(ids: readonly string[]): Promise<RowsOf> {
    const known = new Map<string, readonly ChildRow[]>();
    const unknown: string[] = [];
    for (const id of ids) {
      const rows = this.#ahead.get(id);
      if (rows === undefined) unknown.push(id);
      else known.set(id, rows);
      this.#ahead.delete(id);
    }
    const following = this.#following(unknown);
    // What is still here from pages gone by is of images that the filters leave out.
    if (following.length > 0) this.#forgetBefore(ids[0] ?? "");
    const rowsOf = await readChildRows(this.#handle, [...unknown, ...following]);
    for (const id of following) this.#ahead.set(id, rowsOf(id));
    return (imageId) => known.get(imageId) ?? rowsOf(imageId);
  }

  /** Suspects of this page and of later ones, if there is anything to be read at all. */
  #following(unknown: readonly string[]): readonly string[] {
    const first = unknown.find((id) => isCanonicalUuid(id) && this.#suspects.has(id));
    if (first === undefined) return [];
    return this.#suspects
      .after(first, AT_ONCE)
      .filter((id) => !this.#ahead.has(id) && !unknown.includes(id))
      .slice(0, Math.max(0, AT_ONCE - unknown.length));
  }

  #forgetBefore(imageId: string): void {
    for (const id of this.#ahead.keys()) if (id < imageId) this.#ahead.delete(id);
  }
}
