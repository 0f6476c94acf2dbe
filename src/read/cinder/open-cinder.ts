import type { Handle } from "../../connect/handle.ts";
import type { OpenOptions } from "../../connect/open-options.ts";
import type { Where } from "../../connect/where.ts";
import type { CinderTables } from "../../schema/cinder.ts";
import { openService } from "../open-service.ts";

export type CinderHandle = Handle<"cinder", CinderTables>;

/** Opens cinder's database. */
export function openCinder(where: Where, options: OpenOptions): Promise<CinderHandle> {
  return openService<"cinder", CinderTables>("cinder", where, options, {
    tables: { volumes: ["id", "deleted"], snapshots: ["id", "volume_id", "status", "deleted"] },
    schema: "a cinder schema",
    advice: "Give the one that cinder.conf names under [database] connection.",
  });
}
