import type { Handle } from "../../connect/handle.ts";
import type { OpenOptions } from "../../connect/open-options.ts";
import type { Where } from "../../connect/where.ts";
import type { KeystoneTables } from "../../schema/keystone.ts";
import { openService } from "../open-service.ts";

export type KeystoneHandle = Handle<"keystone", KeystoneTables>;

/** Opens keystone's database. */
export function openKeystone(where: Where, options: OpenOptions): Promise<KeystoneHandle> {
  return openService<"keystone", KeystoneTables>("keystone", where, options, {
    tables: { project: ["id", "name", "enabled"] },
    schema: "a keystone schema",
    advice: "Give the one that keystone.conf names under [database] connection.",
  });
}
