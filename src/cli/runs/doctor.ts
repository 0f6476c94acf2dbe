import type { InferredOptionTypes } from "yargs";
import { auditRecord } from "../../audit/audit-record.ts";
import { LEVELS, type Examination } from "../../audit/doctor/checks.ts";
import { examineAll, type Diagnosis } from "../../audit/doctor/doctor.ts";
import { EXIT } from "../../errors.ts";
import { DOCTOR_COLUMNS, DOCTOR_TABLE, doctorRows } from "../../report/doctor/rows.ts";
import { doctorText } from "../../report/doctor/text.ts";
import { fillAskedPassword } from "../ask-password.ts";
import type { CommandContext } from "../command.ts";
import type { doctorOptions } from "../options/doctor.ts";
import { parseDatabases } from "../parse-databases.ts";
import { parseOutput, type OutputPlan } from "../parse-output.ts";
import { parseReading, type ReadingArguments } from "../parse-reading.ts";
import { Problems } from "../problems.ts";
import { NO_PROGRESS } from "../progress.ts";
import { withReading } from "../with-reading.ts";
import { writeReport } from "../write-report.ts";
import { writeText } from "../write-text.ts";

/** No read view, and no second attempt: what is lost is told. What would be told of an account is a check. */
const READING = {
  consistency: "chunked",
  reconnect: "0",
  "require-readonly-account": false,
  "max-load": undefined,
  "max-lag": undefined,
  "pause-file": undefined,
  "max-view-age": "0",
} as const satisfies Partial<ReadingArguments>;

/** What audits say while they open a database is among the checks. */
const unsaid = (): void => undefined;

type DoctorArguments = InferredOptionTypes<typeof doctorOptions>;

/** `glance-audit doctor`. */
export async function runDoctor(given: DoctorArguments, context: CommandContext): Promise<number> {
  const problems = new Problems();
  const startedAt = context.now();
  const notify = (line: string): void => {
    if (!given.quiet) context.say(line);
  };
  const plan = parseOutput(given, DOCTOR_COLUMNS, DOCTOR_TABLE, context.terminal, problems);
  const reading = parseReading({ ...READING, ...given }, problems);
  const parsed = parseDatabases(given, context.environment, problems, notify);
  problems.throwIfAny();
  const places = await fillAskedPassword(parsed, context.interruption);
  const { glance } = places;
  if (glance === undefined) return EXIT.usage;
  const diagnosis = await withReading(reading, context, NO_PROGRESS, notify, (open) =>
    examineAll({ ...places, glance }, { ...open, notify: unsaid }),
  );
  if (given.format === undefined) {
    const { width, colour } = context.terminal;
    const text = doctorText(diagnosis.examinations, { width, colour: colour && given.output === undefined });
    await writeText(text, plan.target, context.interruption);
  } else {
    await writeRows(diagnosis, plan, startedAt, context);
  }
  return exitCodeOf(diagnosis.examinations);
}

function exitCodeOf(examinations: readonly Examination[]): number {
  const unusable = examinations.filter(({ usable }) => !usable);
  if (unusable.some(({ service }) => service === "glance")) return EXIT.glanceUnusable;
  return unusable.length > 0 ? EXIT.incomplete : EXIT.done;
}

async function writeRows(
  { examinations, databases }: Diagnosis,
  plan: OutputPlan,
  startedAt: Date,
  context: CommandContext,
): Promise<void> {
  const checks = examinations.flatMap((one) => one.checks);
  const counts = LEVELS.map((level) => [level, checks.filter((one) => one.level === level).length] as const);
  const unread = examinations
    .filter(({ usable }) => !usable)
    .map(({ database }) => `${database} cannot be used.`);
  const end = (shortfall?: string) => ({
    totals: {
      databases: examinations.filter(({ database }) => database !== null).length,
      ...Object.fromEntries(counts),
    },
    audit: auditRecord({
      command: "doctor",
      toolVersion: context.version,
      startedAt,
      finishedAt: context.now(),
      consistency: "chunked",
      databases,
      filters: {},
      presumes: [],
      truncated: false,
      shortfalls: shortfall === undefined ? unread : [...unread, shortfall],
    }),
  });
  await writeReport(
    { columns: DOCTOR_COLUMNS, pages: pagesOf(examinations), end },
    plan,
    context.interruption,
  );
}

async function* pagesOf(examinations: readonly Examination[]): AsyncGenerator<ReturnType<typeof doctorRows>> {
  for (const one of examinations) yield doctorRows(one);
}
