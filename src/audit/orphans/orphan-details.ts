import { readInstanceDetails, type InstanceDetails } from "../../read/nova/instance-details.ts";
import type { CellHandle } from "../../read/nova/open-cell.ts";
import type { Nova } from "../nova/nova.ts";
import type { Orphan } from "./orphans-listing.ts";
import type { Visit } from "../visited-database.ts";

/** The row that says more of an instance. */
export interface DetailsSource {
  readonly uuid: string;
  readonly cell: number;
  readonly table: "instances" | "shadow_instances";
  readonly id: number;
}

/** undefined where no row says that the instance is gone. */
export function sourceOf({ instance, found: { state, row } }: Orphan): DetailsSource | undefined {
  if (row === undefined || (state !== "deleted" && state !== "archived")) return undefined;
  const table = state === "deleted" ? "instances" : "shadow_instances";
  return { uuid: instance, cell: row.cell, table, id: row.id };
}

/** Asks the cells for names and projects of instances, some hundred at a time. */
export class OrphanDetails implements AsyncDisposable {
  readonly #nova: Nova;
  readonly #visits = new Map<number, Promise<Visit<CellHandle> | undefined>>();

  constructor(nova: Nova) {
    this.#nova = nova;
  }

  /** What these rows say; one question to each cell and table. */
  async of(
    sources: readonly DetailsSource[],
  ): Promise<(source: DetailsSource) => InstanceDetails | undefined> {
    const details = new Map<string, InstanceDetails>();
    const byCell = Map.groupBy(sources, ({ cell }) => cell);
    await Promise.all(
      [...byCell].map(async ([cell, those]) => {
        const visit = await this.#visit(cell);
        await visit?.ask(async (handle) => {
          for (const table of ["instances", "shadow_instances"] as const) {
            const ids = new Set(those.flatMap((source) => (source.table === table ? source.id : [])));
            for (const [uuid, found] of await readInstanceDetails(handle, table, [...ids]))
              details.set(uuid, found);
          }
        });
      }),
    );
    return ({ uuid }) => details.get(uuid);
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
