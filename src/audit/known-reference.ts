import type { GlanceHandle } from "../read/glance-handle.ts";
import { findInstances } from "../read/instances.ts";
import { readNewestReferences } from "../read/newest-references.ts";
import type { CellHandle } from "../read/open-cell.ts";
import { readShadowInstances } from "../read/shadow-instances.ts";
import { UuidTable } from "../read/uuid-table.ts";
import type { Nova } from "./nova.ts";
import type { Visit } from "./visited-database.ts";

/**
 * Whether any instance that glance's images name is known to one of the cells: if none is, these cells may be another
 * cloud's. Stops at the first; only where no cell has a row of any are their shadow tables passed.
 */
export async function knowsAnyReference(glance: GlanceHandle, nova: Nova): Promise<boolean> {
  const visits: Visit<CellHandle>[] = [];
  let known = false;
  const find = (): void => {
    known = true;
  };
  const askAll = (question: (handle: CellHandle) => Promise<unknown>): Promise<unknown> =>
    Promise.all(visits.map((visit) => visit.ask(question)));
  try {
    for (const { database } of nova.cells) visits.push(await database.begin());
    const all = new UuidTable(0);
    for await (const page of readNewestReferences(glance)) {
      const some = new UuidTable(0);
      for (const uuid of page) if (all.find(uuid) < 0) some.claim(uuid);
      for (const uuid of page) all.claim(uuid);
      if (some.size > 0) await askAll((handle) => findInstances(handle, some, find));
      if (known) return true;
    }
    if (all.size > 0) await askAll((handle) => readShadowInstances(handle, all, find));
    return known;
  } finally {
    for (const visit of visits) await visit.end();
  }
}
