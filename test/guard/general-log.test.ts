import { afterAll, beforeAll, expect, test } from "vitest";
import { GRANTED_TABLES } from "../../migrations-readonly/index.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import type { CommandContext } from "../../src/cli/command.ts";
import { withGeneralLog, type LoggedStatement } from "../support/general-log.ts";
import { scratchDirectory } from "../faults/scratch-directory.ts";
import { runCli } from "../support/run-cli.ts";
import { loggedCloud, type LoggedCloud } from "./logged-cloud.ts";
import { offences, tablesOf } from "./statement-rules.ts";

const FORMATS = ["table", "csv", "json", "ndjson", "yaml", "value"];
const CONSISTENCIES = ["snapshot", "chunked"];
const AT_ONCE = 4;
const TIMEOUT_MS = 240_000;
/** Commands that read no database, or only files of their own. */
const SERVERLESS: ReadonlySet<string> = new Set(["rules", "diff", "grants", "demo", "completion"]);
const NO_SERVER = "00000000-0000-4000-8000-000000000000";

const TABLES: ReadonlySet<string> = new Set([
  ...Object.values(GRANTED_TABLES).flatMap((tables) => tables.map(({ name }) => name)),
  ...["columns", "statistics", "tables"].map((name) => `information_schema.${name}`),
]);

/** How each command is run. A command that is added must be added here. `demo --mysql` writes: it is not an audit. */
const RUNS: Readonly<Record<string, (cloud: LoggedCloud) => readonly (readonly string[])[]>> = {
  images: (cloud) => [
    ...everyWay(
      cloud.glance,
      FORMATS.map((format) => ["-f", format]),
    ),
    ...everyWay(cloud.glance, filters(cloud)),
    ...everyWay(
      [...cloud.glance, ...cloud.nova],
      [[], ["--image", cloud.images.join(",")], ["--owner", cloud.owner]],
    ),
    ...everyWay(cloud.oldGlance, [[], ["--deleted", "include"]]),
  ],
  summary: (cloud) => [
    ...everyWay(
      [...cloud.glance, ...cloud.nova],
      [["--by", "class,kind,cause,owner,status,visibility,instance_state,year"]],
    ),
    ...everyWay(cloud.oldGlance, [
      ["--by", "visibility"],
      ["--owner", cloud.owner],
    ]),
  ],
  orphans: (cloud) =>
    everyWay(
      [...cloud.glance, ...cloud.novaApi, ...cloud.others],
      [[], ["-f", "commands"], ["-c", "image_id,instance_state"], ["--owner", cloud.owner]],
    ),
  check: (cloud) => [
    ...everyWay([...cloud.glance, ...cloud.novaApi, ...cloud.others], [["--fail-on", "none"]]),
    ...everyWay(cloud.oldGlance, [["--fail-on", "none", "-f", "sarif"]]),
  ],
  show: (cloud) => everyWay([...cloud.glance, ...cloud.novaApi, ...cloud.others], [[...cloud.images]]),
  rules: () => [[], ["shelve-left-over"]],
  diff: () => [[savedReport, savedReport]],
  doctor: (cloud) => [
    [...cloud.glance, ...cloud.novaApi, ...cloud.others, "-f", "json"],
    [...cloud.oldGlance, ...cloud.nova],
  ],
  demo: () => [["--images", "60"]],
  completion: () => [["bash"], ["zsh"]],
  grants: () => [[], ["--service", "glance"], ["-f", "json"]],
};

/** Signs of the ways in which images are read. */
const PLANS = [
  /^select count\(\*\)/,
  /^select max\(`id`\)/,
  /union all/,
  /force index/,
  /min\(`p`\.`deleted`\)/,
];

/** Filters that the reader answers by different plans. */
function filters(cloud: LoggedCloud): string[][] {
  return [
    ["--owner", cloud.owner],
    ["--image", cloud.images.join(",")],
    ["--image", "no-such-image"],
    ["--created-after", "2d"],
    ["--created-after", "2000-01-01", "--created-before", "2100-01-01"],
    ["--deleted", "include"],
    ["--deleted", "only", "--min-age", "1d"],
    ["--status", "active,queued", "--class", "partial", "--kind", "snapshot", "--unexpected"],
    ["--visibility", "private", "--min-size", "1M", "--limit", "3"],
    ["--instance", NO_SERVER, "--base-image", NO_SERVER, "--cause", "removed"],
  ];
}

function everyWay(databases: readonly string[], options: readonly (readonly string[])[]): string[][] {
  return CONSISTENCIES.flatMap((consistency) =>
    options.map((more) => [...databases, "--quiet", "--consistency", consistency, ...more]),
  );
}

function nameOf(command: (typeof COMMANDS)[number]): string {
  const { command: usage } = command({} as CommandContext, () => undefined);
  return String(usage).split(" ")[0] ?? "";
}

async function runAll(command: string, runs: readonly (readonly string[])[]): Promise<void> {
  // Known to those commands that need no database: they must leave it alone.
  const known = { GLANCE_AUDIT_GLANCE: cloud.glance[1], GLANCE_AUDIT_NOVA: cloud.nova[2] };
  const env = SERVERLESS.has(command) ? known : {};
  const ended = await Promise.all(
    runs.map(async (args) => ({ args, ...(await runCli([command, ...args], { env })) })),
  );
  expect(ended.filter(({ code, stdout }) => code !== 0 || stdout === "")).toEqual([]);
}

let cloud: LoggedCloud;
let savedReport = "";
const resources = new DisposableStack();
const seen: LoggedStatement[] = [];

beforeAll(async () => {
  cloud = await loggedCloud();
  savedReport = resources.use(scratchDirectory()).file("saved.csv");
  await runCli(["images", ...cloud.glance, "-f", "csv", "-o", savedReport]);
});

afterAll(async () => {
  resources.dispose();
  await cloud.drop();
});

test.each(COMMANDS.map(nameOf))(
  "%s tells the server nothing that it should not",
  async (command) => {
    const left = [...(RUNS[command]?.(cloud) ?? [])];
    // Say in RUNS how the command is to be run.
    expect(left).not.toEqual([]);
    while (left.length > 0) {
      // Other tests want the log as well: a few runs at a time.
      const some = left.splice(0, AT_ONCE);
      const log = await withGeneralLog(() => runAll(command, some));
      const ours = log.filter(({ user }) => user === cloud.user);
      seen.push(...ours);
      expect(offences(ours, TABLES)).toEqual([]);
      expect(ours.length > 0).toBe(!SERVERLESS.has(command));
    }
  },
  TIMEOUT_MS,
);

test("the runs above have gone all the ways there are", () => {
  const tables = new Set(seen.flatMap(({ sql }) => tablesOf(sql)));
  const expected = `
    images image_properties image_members image_tags tasks
    instances shadow_instances instance_system_metadata block_device_mapping
    cell_mappings instance_mappings build_requests request_specs
    volumes snapshots volume_attachment volume_glance_metadata project`
    .trim()
    .split(/\s+/);
  expect([...tables]).toEqual(expect.arrayContaining(expected));
  const texts = seen.map(({ sql }) => sql);
  expect(PLANS.filter((plan) => !texts.some((sql) => plan.test(sql)))).toEqual([]);
  expect(texts).toContain("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
});

test("every connection begins by giving up its right to write, before it reads anything", () => {
  const connections = Map.groupBy(seen, ({ connectionId }) => connectionId);
  expect(connections.size).toBeGreaterThan(20);
  for (const [first] of connections.values()) {
    expect(first?.sql).toBe("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  }
});
