import type { Handle } from "../../connect/handle.ts";
import type { OpenOptions } from "../../connect/open-options.ts";
import type { Where } from "../../connect/where.ts";
import type { NovaApiTables } from "../../schema/nova-api.ts";
import { openService } from "../open-service.ts";

export type NovaApiHandle = Handle<"nova-api", NovaApiTables>;

/** Opens nova's API database: it knows every cell, and in which one a server is. */
export function openNovaApi(where: Where, options: OpenOptions): Promise<NovaApiHandle> {
  return openService<"nova-api", NovaApiTables>("nova-api", where, options, {
    tables: {
      cell_mappings: ["id", "uuid", "name", "database_connection"],
      instance_mappings: ["id", "instance_uuid", "cell_id"],
    },
    schema: "the schema of nova's API database",
    advice: "Give the one that nova.conf names under [api_database] connection.",
  });
}
