import { grantsSql, type Service } from "../../../migrations-readonly/index.ts";
import { auditRecord } from "../../audit/audit-record.ts";
import { EXIT } from "../../errors.ts";
import type { CommandContext } from "../command.ts";
import { GRANTS_COLUMNS } from "../grants-columns.ts";
import { parseOutput, type OutputArguments } from "../parse-output.ts";
import { oneOf } from "../parse-filters.ts";
import { Problems } from "../problems.ts";
import { SERVICES } from "../service-names.ts";
import { writeReport } from "../write-report.ts";
import { writeText } from "../write-text.ts";

/** The schema that a service stands for. */
const SCHEMAS: Readonly<Record<(typeof SERVICES)[number], Service>> = {
  glance: "glance",
  nova: "nova-cell",
  "nova-api": "nova-api",
  cinder: "cinder",
  keystone: "keystone",
};

interface GrantsArguments extends OutputArguments {
  readonly service: readonly string[] | undefined;
  readonly "account-user": string | undefined;
  readonly "account-host": string | undefined;
  readonly database: string | undefined;
}

/** `glance-audit grants`. */
export async function runGrants(given: GrantsArguments, context: CommandContext): Promise<number> {
  const problems = new Problems();
  const startedAt = context.now();
  const chosen = [...(oneOf("service", SERVICES, given.service, problems) ?? SERVICES)];
  if (given.database !== undefined && chosen.length !== 1)
    problems.add("--database goes with one --service.");
  const plan = parseOutput(given, GRANTS_COLUMNS, ["service", "sql"], context.terminal, problems);
  problems.throwIfAny();
  const rows = chosen.map((name) => {
    const sql = grantsSql({
      service: SCHEMAS[name],
      user: given["account-user"],
      host: given["account-host"],
      database: given.database,
    });
    return { service: name, sql };
  });
  if (given.format === undefined) {
    await writeText(rows.map((row) => row.sql).join("\n"), plan.target, context.interruption);
    return EXIT.done;
  }
  const end = () => ({
    totals: { printed: rows.length },
    audit: auditRecord({
      command: "grants",
      toolVersion: context.version,
      startedAt,
      finishedAt: context.now(),
      consistency: "snapshot",
      databases: [],
      filters: {},
      presumes: [],
      truncated: false,
      shortfalls: [],
    }),
  });
  await writeReport({ columns: GRANTS_COLUMNS, pages: onePage(rows), end }, plan, context.interruption);
  return EXIT.done;
}

async function* onePage<T>(page: T): AsyncGenerator<T> {
  yield page;
}
