import type { Handle } from "../../connect/handle.ts";
import type { OpenOptions } from "../../connect/open-options.ts";
import type { Where } from "../../connect/where.ts";
import type { NovaCellTables } from "../../schema/nova-cell.ts";
import { openService } from "../open-service.ts";

export type CellHandle = Handle<"nova", NovaCellTables>;

/** Opens the database of one nova cell. */
export function openCell(where: Where, options: OpenOptions): Promise<CellHandle> {
  return openService<"nova", NovaCellTables>("nova", where, options, {
    tables: { instances: ["id", "uuid", "deleted", "deleted_at", "vm_state", "task_state"] },
    schema: "the schema of a nova cell",
    advice: "Give the database of a cell: `nova-manage cell_v2 list_cells --verbose` names them.",
  });
}
