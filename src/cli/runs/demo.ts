import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { withDatabases } from "../../audit/with-databases.ts";
import { parseUrl } from "../../connect/parse-url.ts";
import { makeDemo, type Whereabouts } from "../../demo/demo.ts";
import type { LoadedCloud } from "../../demo/load.ts";
import { nextCommands } from "../../demo/next-commands.ts";
import { EXIT } from "../../errors.ts";
import type { CommandContext } from "../command.ts";
import { keepMemoryModest } from "../modest-memory.ts";
import { Problems } from "../problems.ts";
import { NO_PROGRESS, progressLine } from "../progress.ts";
import { StandardOutput } from "../standard-output.ts";
import { demoFindings } from "./demo-findings.ts";

interface DemoArguments {
  readonly keep: string | undefined;
  readonly mysql: string | undefined;
  readonly images: number;
  readonly seed: number;
}

/** `glance-audit demo`: makes a cloud, audits it, and says what to try next. */
export async function runDemo(given: DemoArguments, context: CommandContext): Promise<number> {
  checkArguments(given);
  keepMemoryModest();
  const temporary = given.keep === undefined && given.mysql === undefined;
  const folder = temporary ? mkdtempSync(join(tmpdir(), "glance-audit-demo-")) : resolve(given.keep ?? ".");
  const remove = (): void => {
    if (temporary) rmSync(folder, { recursive: true, force: true });
  };
  const forget = context.interruption.onStop(remove);
  try {
    const place: Whereabouts = given.mysql === undefined ? { sqliteDir: folder } : { mysqlUrl: given.mysql };
    const cloud = await make(place, given, context);
    const findings = await audit(cloud.databases, context);
    await new StandardOutput(context.interruption.signal).write(
      [findings, ...nextSteps(temporary ? undefined : cloud)].join(""),
    );
    return EXIT.done;
  } finally {
    remove();
    forget();
  }
}

function checkArguments(given: DemoArguments): void {
  const problems = new Problems();
  if (given.keep !== undefined && given.mysql !== undefined)
    problems.add("Give --keep or --mysql, not both.");
  if (given.keep === "") problems.add("--keep takes the name of a folder.");
  if (!Number.isSafeInteger(given.images) || given.images < 1)
    problems.add("--images takes a whole number from 1.");
  if (!Number.isSafeInteger(given.seed) || given.seed < 0)
    problems.add("--seed takes a whole number from 0.");
  problems.throwIfAny();
}

async function make(place: Whereabouts, given: DemoArguments, context: CommandContext): Promise<LoadedCloud> {
  const line = context.terminal.errorIsTerminal ? await progressLine() : NO_PROGRESS;
  try {
    return await makeDemo({
      where: place,
      images: given.images,
      seed: given.seed,
      now: context.now(),
      onProgress: ({ images, imagesInAll }) => {
        context.interruption.signal.throwIfAborted();
        line.judged(images, imagesInAll);
      },
    });
  } finally {
    line.clear();
  }
}

async function audit(databases: LoadedCloud["databases"], context: CommandContext): Promise<string> {
  const placeOf = (name: keyof typeof databases) => parseUrl("--mysql", databases[name]).where;
  const places = {
    glance: placeOf("glance"),
    nova: {
      cells: [],
      api: { where: placeOf("nova_api"), templateBase: undefined },
      overrides: [],
      cellsComplete: false,
      sharedGlance: false,
    },
    cinder: placeOf("cinder"),
    keystone: placeOf("keystone"),
  };
  const open = {
    consistency: "snapshot" as const,
    statementTimeoutSeconds: 30,
    reconnect: 0,
    requireReadonlyAccount: false,
    signal: context.interruption.signal,
    notify: () => {},
    now: context.now,
  };
  return withDatabases(places, open, (opened) => demoFindings(opened, context.terminal, context.now()));
}

function nextSteps(cloud: LoadedCloud | undefined): string[] {
  if (cloud === undefined) {
    return [
      "\nThe databases are gone again. To keep them and go on:\n  glance-audit demo --keep ./demo-cloud\n",
    ];
  }
  return ["\nGo on with:\n", ...nextCommands(cloud).map((command) => `  ${command}\n`)];
}
