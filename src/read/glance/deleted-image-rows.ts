import { tableWithIndex } from "../../guard/fragments.ts";
import { Turns } from "../../connect/turns.ts";
import { batches } from "../pages-by-id.ts";
import { CHILD_TABLES, childKindsOf, selectFromChildren, type ChildKind } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { readImageIds } from "./image-ids.ts";
import { imagesByDeleted } from "./image-query.ts";
import { indexHint } from "../index-hint.ts";

/** Deleted images of a stretch: some ten thousand rows, that three indexes are asked about. */
const IMAGES_PER_STRETCH = 1_000;

interface Stretch {
  readonly ids: ReadonlySet<string>;
  /** Those of them that have rows which are not deleted. */
  readonly withLiveRows: ReadonlySet<string>;
}

/**
 * Tells, beside a pass over images in the server's order, which of the deleted ones have rows that are not. It reads
 * ahead of them stretch by stretch, by the same indexes as the pass, so that those are at hand.
 */
export class DeletedImageRows {
  readonly #stretches: AsyncGenerator<Stretch>;
  #present: Stretch = { ids: new Set(), withLiveRows: new Set() };
  readonly #turns = new Turns();

  /** @param handle with a read view: deleted images are those of the moment of the pass */
  constructor(handle: GlanceHandle) {
    this.#stretches = readStretches(handle);
  }

  /** @param ids deleted images in the server's order, behind those that were asked about before */
  liveAmong(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#turns.take(() => this.#find(ids));
  }

  async #find(ids: readonly string[]): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    for (const id of ids) {
      while (!this.#present.ids.has(id)) {
        const next = await this.#stretches.next();
        // One that is not among them is looked at closely.
        this.#present = next.done === true ? { ids: new Set(ids), withLiveRows: new Set(ids) } : next.value;
      }
      if (this.#present.withLiveRows.has(id)) found.add(id);
    }
    return found;
  }
}

async function* readStretches(handle: GlanceHandle): AsyncGenerator<Stretch> {
  for await (const page of readImageIds(handle, "deleted")) {
    for (const ids of batches(page, IMAGES_PER_STRETCH)) {
      const [first = "", last = ""] = [ids[0], ids.at(-1)];
      const [part, ...others] = childKindsOf(handle).map((kind) => selectLiveRows(handle, kind, first, last));
      if (part === undefined) return;
      const rows = await handle.readArrays(others.reduce((all, next) => all.unionAll(next), part));
      yield { ids: new Set(ids), withLiveRows: new Set(rows.map(([imageId]) => String(imageId))) };
    }
  }
}

/** That a row is deleted, as nearly all of them are, its place in the index on deleted says. */
function selectLiveRows(handle: GlanceHandle, kind: ChildKind, first: string, last: string) {
  const index = indexHint(handle, CHILD_TABLES[kind], ["deleted"]);
  const rows = selectFromChildren(handle, kind, "image_id")
    .innerJoin(imagesByDeleted(handle), "i.id", "t.image_id")
    .select("i.id")
    .where("i.deleted", "=", 1)
    .where("i.id", ">=", first)
    .where("i.id", "<=", last);
  if (index === undefined) return rows.where("t.deleted", "=", 0);
  const dead = tableWithIndex<{ id: number; deleted: number }, "d">(CHILD_TABLES[kind], "d", index);
  return rows
    .leftJoin(dead, (join) => join.onRef("d.id", "=", "t.id").on("d.deleted", "=", 1))
    .where("d.id", "is", null);
}
