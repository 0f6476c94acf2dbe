import type { Options } from "yargs";
import { connectionOptions } from "./connection.ts";

const group = "Databases:";

const place = (describe: string) =>
  ({ group, type: "string", requiresArg: true, describe }) as const satisfies Options;
const places = (describe: string) =>
  ({ group, type: "string", array: true, requiresArg: true, nargs: 1, describe }) as const satisfies Options;
const word = (describe: string) =>
  ({ group, type: "boolean", default: false, describe }) as const satisfies Options;

/** Where the databases are. */
export const databaseOptions = {
  glance: place(
    "the glance database: a URL (mysql://…, mysql+pymysql://…, sqlite:////…) or the path of glance-api.conf [GLANCE_AUDIT_GLANCE]",
  ),
  nova: places("a nova cell database, by URL or nova.conf; repeat for each cell [GLANCE_AUDIT_NOVA]"),
  "nova-api": place("nova's API database: every cell in it is found and read [GLANCE_AUDIT_NOVA_API]"),
  cell: places("NAME=WHERE or UUID=WHERE: where one discovered cell really is; repeat"),
  "cells-complete": word("the given cells are all, and no other nova uses this glance"),
  "shared-glance": word("other novas use this glance: what is not found here may be theirs"),
  cinder: place(
    "the cinder database: whose volume-backed snapshots are, and volumes made from images [GLANCE_AUDIT_CINDER]",
  ),
  keystone: place("the keystone database: names of owners [GLANCE_AUDIT_KEYSTONE]"),
  ...connectionOptions,
} as const satisfies Record<string, Options>;
