import type { NovaApiHandle } from "./open-nova-api.ts";

/** A row of cell_mappings. `connection` holds a password: never to be printed. */
export interface CellMapping {
  readonly id: number;
  readonly uuid: string;
  readonly name: string | null;
  readonly connection: string | null;
  /** No new servers are put there; those that it has go on. */
  readonly disabled: boolean;
}

/** Every cell of this nova, cell0 and disabled ones too: a disabled cell keeps its servers. */
export async function readCellMappings(api: NovaApiHandle): Promise<readonly CellMapping[]> {
  const rows = await api.readArrays(
    api.db
      .selectFrom("cell_mappings")
      .select(["id", "uuid", "name", "database_connection"])
      .select((eb) =>
        (api.shape.has("cell_mappings.disabled") ? eb.ref("disabled") : eb.lit(0)).as("disabled"),
      )
      .orderBy("id"),
  );
  return rows.map(([id, uuid, name, connection, disabled]) => ({
    id: Number(id),
    uuid: String(uuid),
    name: name as string | null,
    connection: connection as string | null,
    disabled: Number(disabled ?? 0) !== 0,
  }));
}
