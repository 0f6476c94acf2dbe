import type { Options } from "yargs";
import { connectionOptions } from "./connection.ts";

const group = "Databases:";

/** Where the databases are. */
export const databaseOptions = {
  glance: {
    group,
    type: "string",
    requiresArg: true,
    describe: "the glance database: mysql://…, mysql+pymysql://… or sqlite:////… [GLANCE_AUDIT_GLANCE]",
  },
  nova: {
    group,
    type: "string",
    array: true,
    requiresArg: true,
    nargs: 1,
    describe: "a nova cell database; repeat for each cell [GLANCE_AUDIT_NOVA]",
  },
  ...connectionOptions,
} as const satisfies Record<string, Options>;
