import { defineCommand } from "../command.ts";
import { outputOptions } from "../options/output.ts";

const options = {
  service: {
    type: "string",
    array: true,
    nargs: 1,
    requiresArg: true,
    describe: "glance, nova, nova-api, cinder, keystone; default: all of them",
  },
  "account-user": {
    type: "string",
    requiresArg: true,
    describe: "name of the account; default: glance_audit",
  },
  "account-host": { type: "string", requiresArg: true, describe: "from where it may connect; default: %" },
  database: {
    type: "string",
    requiresArg: true,
    describe: "name of the database, with one --service; default: as upstream's guides name it",
  },
  ...outputOptions,
} as const;

export const grants = defineCommand({
  command: "grants",
  describe: "SQL for an account that can read what an audit reads and nothing else; needs no database",
  options,
  run: async (given, context) => (await import("../runs/grants.ts")).runGrants(given, context),
});
