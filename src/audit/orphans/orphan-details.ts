import { readInstanceDetails, type InstanceDetails } from "../../read/nova/instance-details.ts";
import type { CellHandle } from "../../read/nova/open-cell.ts";
import type { Nova } from "../nova/nova.ts";
import type { Orphan } from "./orphans-listing.ts";
import type { Visit } from "../visited-database.ts";

/** Asks the cells for names and projects of instances, one batch of orphans after another. */
export class OrphanDetails implements AsyncDisposable {
  readonly #nova: Nova;
  readonly #visits = new Map<number, Promise<Visit<CellHandle> | undefined>>();

  constructor(nova: Nova) {
    this.#nova = nova;
  }

  /** By uuid; one question to each cell and table. */
  async of(orphans: readonly Orphan[]): Promise<ReadonlyMap<string, InstanceDetails>> {
    const details = new Map<string, InstanceDetails>();
    const byCell = Map.groupBy(orphans, ({ found }) => found.row?.cell);
    await Promise.all(
      [...byCell].map(async ([cell, those]) => {
        if (cell === undefined) return;
        const visit = await this.#visit(cell);
        await visit?.ask(async (handle) => {
          const deleted = await readInstanceDetails(handle, "instances", idsOf(those, "deleted"));
          const archived = await readInstanceDetails(handle, "shadow_instances", idsOf(those, "archived"));
          for (const [uuid, found] of [...deleted, ...archived]) details.set(uuid, found);
        });
      }),
    );
    return details;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const visit of this.#visits.values()) await (await visit)?.end();
  }

  #visit(cell: number): Promise<Visit<CellHandle> | undefined> {
    const visit = this.#visits.get(cell) ?? Promise.resolve(this.#nova.cells[cell]?.details.begin());
    this.#visits.set(cell, visit);
    return visit;
  }
}

function idsOf(orphans: readonly Orphan[], state: "deleted" | "archived"): number[] {
  return [...new Set(orphans.flatMap(({ found }) => (found.state === state ? (found.row?.id ?? []) : [])))];
}
