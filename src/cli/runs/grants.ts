import { grantsSql, type Service } from "../../../migrations-readonly/index.ts";
import { auditRecord } from "../../audit/audit-record.ts";
import type { Column } from "../../audit/row.ts";
import { EXIT } from "../../errors.ts";
import type { CommandContext } from "../command.ts";
import { parseOutput, type OutputArguments } from "../parse-output.ts";
import { items } from "../parse-values.ts";
import { Problems } from "../problems.ts";
import { writeReport } from "../write-report.ts";
import { writeText } from "../write-text.ts";

/** `--service` in the users' words, and the schema that it stands for. */
const SERVICES: Readonly<Record<string, Service>> = {
  glance: "glance",
  nova: "nova-cell",
  "nova-api": "nova-api",
  cinder: "cinder",
  keystone: "keystone",
};

const COLUMNS: readonly Column[] = [
  { name: "service", type: "text" },
  { name: "sql", type: "text" },
];

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
  const chosen = given.service === undefined ? Object.keys(SERVICES) : items(given.service);
  for (const name of chosen) {
    if (SERVICES[name] === undefined)
      problems.add(`--service takes ${Object.keys(SERVICES).join(", ")}, not "${name}".`);
  }
  if (chosen.length === 0) problems.add("--service was given without a value.");
  if (given.database !== undefined && chosen.length !== 1)
    problems.add("--database goes with one --service.");
  const plan = parseOutput(given, COLUMNS, ["service", "sql"], context.terminal, problems);
  problems.throwIfAny();
  const rows = chosen.flatMap((name) => {
    const service = SERVICES[name];
    if (service === undefined) return [];
    const sql = grantsSql({
      service,
      user: given["account-user"],
      host: given["account-host"],
      database: given.database,
    });
    return [{ service: name, sql }];
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
  await writeReport({ columns: COLUMNS, pages: onePage(rows), end }, plan, context.interruption);
  return EXIT.done;
}

async function* onePage<T>(page: T): AsyncGenerator<T> {
  yield page;
}
