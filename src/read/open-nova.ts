import type { Handle } from "../connect/handle.ts";
import type { OpenOptions } from "../connect/open-options.ts";
import { openDatabase } from "../connect/open.ts";
import { describeWhere, type Where } from "../connect/where.ts";
import { UnusableError } from "../errors.ts";
import type { NovaCellTables } from "../schema/nova-cell.ts";

export type NovaHandle = Handle<"nova", NovaCellTables>;

/** Opens the database of one nova cell. */
export async function openNova(where: Where, options: OpenOptions): Promise<NovaHandle> {
  const handle = await openDatabase<"nova", NovaCellTables>("nova", where, options);
  if (handle.shape.has("instances.uuid")) return handle;
  await handle.close();
  throw new UnusableError(
    "nova",
    `There is no table instances that could be read in ${describeWhere(where)}: this is not the database of a nova cell, or the account may not read it.`,
  );
}
