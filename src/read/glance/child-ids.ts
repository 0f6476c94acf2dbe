import { Turns } from "../../connect/turns.ts";
import type { Rows } from "../../guard/raw-connection.ts";
import { pagesByKey } from "../pages-by-id.ts";
import { isCanonicalUuid } from "../packed/uuid-words.ts";
import { addRows, countOf, NO_ROWS, type ChildCounts } from "./child-counts.ts";
import { childKindsOf, imageKeyOf, selectFromChildren, type ChildKind } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import type { KeyRange } from "./image-query.ts";

const IDS_PER_STATEMENT = 500;

/** What the rows of child tables name of some images. */
export interface NamedIds {
  /** How many locations one of them has, live or not; 255 for as many or more. */
  readonly locationsOf: (imageId: string) => number;
  /**
   * How many rows of each kind one of them has, undefined of an id that is no UUID; undefined itself where that was
   * not read.
   */
  readonly countsOf: ((imageId: string) => ChildCounts | undefined) | undefined;
  /** The stretch of ids that these images are, if rows may name one there that no image has. */
  readonly lone: KeyRange | undefined;
}

/** Of these images alone, by their ids: other ids are not looked for. */
export async function readNamed(handle: GlanceHandle, ids: readonly string[]): Promise<NamedIds> {
  if (ids.length === 0 || !handle.shape.hasTable("image_locations"))
    return { locationsOf: () => 0, countsOf: undefined, lone: undefined };
  const keyOf = imageKeyOf(handle);
  const rows = await handle.readArrays(idsIn(handle, "location").where("t.image_id", "in", [...ids]));
  const counts = new Map(rows.map(([id, count]) => [keyOf(String(id)), Number(count)]));
  return { locationsOf: (id) => counts.get(keyOf(id)) ?? 0, countsOf: undefined, lone: undefined };
}

/** Each id that rows of this kind name, once, and by how many. */
function idsIn(handle: GlanceHandle, kind: ChildKind) {
  return selectFromChildren(handle, kind, "image_id")
    .select((eb) => ["t.image_id", eb.fn.countAll<number>().as("rows")])
    .groupBy("t.image_id");
}

/**
 * The ids that child rows name, read alongside all images: both come in the server's order, from indexes alone, so
 * that no table is joined. Of canonical UUIDs that order is known here too; other ids are left for a closer look.
 */
export class ChildIds {
  readonly #handle: GlanceHandle;
  readonly #keyOf: (id: string) => string;
  readonly #cursors: readonly { readonly kind: ChildKind; readonly ids: Cursor }[];
  readonly #turns = new Turns();
  #bound = "";

  constructor(handle: GlanceHandle) {
    this.#handle = handle;
    this.#keyOf = imageKeyOf(handle);
    this.#cursors = childKindsOf(handle).map((kind) => ({ kind, ids: new Cursor(idPages(handle, kind)) }));
  }

  /** The largest canonical id so far: where the next stretch begins. */
  get bound(): string {
    return this.#bound;
  }

  /** @param ids all that images has between those given before and the last of these, in its order */
  next(ids: readonly string[]): Promise<NamedIds> {
    return this.#turns.take(() => this.#compare(ids));
  }

  async #compare(ids: readonly string[]): Promise<NamedIds> {
    const counts = new Map<string, ChildCounts>();
    for (const id of ids) counts.set(id, NO_ROWS);
    const after = this.#bound;
    const upTo = ids.findLast((id) => isCanonicalUuid(this.#keyOf(id)));
    const bound = upTo === undefined ? after : this.#keyOf(upTo);
    this.#bound = bound;
    let spellings: ReadonlyMap<string, string> | undefined;
    let namesOthers = false;
    for (const { kind, ids: cursor } of this.#cursors) {
      namesOthers ||= cursor.passedOdd;
      await cursor.take((named, rows) => {
        let id: string | undefined = named;
        let known = counts.get(named);
        if (known === undefined) {
          const key = this.#keyOf(named);
          const isOdd = !isCanonicalUuid(key);
          if (!isOdd && key > bound) return false;
          spellings ??= new Map(ids.map((each) => [this.#keyOf(each), each]));
          id = spellings.get(key);
          known = id === undefined ? undefined : counts.get(id);
          cursor.passedOdd = isOdd;
          namesOthers ||= id === undefined;
        } else if (cursor.passedOdd && isCanonicalUuid(named)) cursor.passedOdd = false;
        if (id !== undefined && known !== undefined) counts.set(id, addRows(known, kind, rows));
        return true;
      });
    }
    const locationsOf = (id: string): number => countOf(counts.get(id) ?? NO_ROWS, "location");
    const odd = ids.filter((id) => locationsOf(id) === 0 && !isCanonicalUuid(id));
    const ofOdd = await readNamed(this.#handle, odd);
    return {
      lone: namesOthers ? { after, upTo: bound } : undefined,
      locationsOf: (id) => locationsOf(id) || ofOdd.locationsOf(id),
      countsOf: (id) => (isCanonicalUuid(id) ? counts.get(id) : undefined),
    };
  }
}

function idPages(handle: GlanceHandle, kind: ChildKind): AsyncGenerator<Rows> {
  return pagesByKey(handle, IDS_PER_STATEMENT, "", (after) =>
    idsIn(handle, kind)
      .where("t.image_id", ">", String(after))
      .orderBy("t.image_id")
      .limit(IDS_PER_STATEMENT),
  );
}

/** A stream of rows that is read piece by piece. */
class Cursor {
  readonly #pages: AsyncGenerator<Rows>;
  #rows: Rows = [];
  #at = 0;
  /**
   * Whether an odd id was taken, and no canonical one since: until then only the server can say in which stretch it
   * stands.
   */
  passedOdd = false;

  constructor(pages: AsyncGenerator<Rows>) {
    this.#pages = pages;
  }

  /** Hands over one row after another as long as they are taken. */
  async take(isTaken: (id: string, rows: number) => boolean): Promise<void> {
    for (;;) {
      for (; this.#at < this.#rows.length; this.#at += 1) {
        const row = this.#rows[this.#at] ?? [];
        if (!isTaken(row[0] as string, row[1] as number)) return;
      }
      const next = await this.#pages.next();
      this.#at = 0;
      this.#rows = next.done === true ? [] : next.value;
      if (next.done === true) return;
    }
  }
}
