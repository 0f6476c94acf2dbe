import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildSchema } from "../../migrations-readonly/index.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { scratchDirectory, type ScratchDirectory } from "../faults/scratch-directory.ts";
import { FIRST_IMAGE, seedGlance } from "../faults/seed-glance.ts";
import { until } from "../faults/until.ts";
import { scratchAccount, scratchDatabase, type ScratchAccount } from "../support/mysql.ts";
import { startProxy } from "../support/proxy.ts";
import { runCli, spawnCli, type CliResult } from "../support/run-cli.ts";
import { writableMysql } from "../support/sqlite.ts";
import { expectNoSecret } from "./secret-words.ts";
import { WAYS, type Login, type Told } from "./ways.ts";

/** With all that is special in URLs, option files, config files, shells and regular expressions. */
const PASSWORD = "Geheim: \"§%41'\\$s@/?#[x]+(ü";
const CELL_PASSWORD = "Zellengeheim";
const SECRETS = [PASSWORD, CELL_PASSWORD];

const resources = new AsyncDisposableStack();
let reader: ScratchAccount;
let login: Login;
let novaApi: string;
let savedReport: string;

beforeAll(async () => {
  const { database } = resources.use(await seedGlance(3));
  const api = resources.use(await scratchDatabase("api"));
  await fillCells(api.url);
  reader = resources.use(await scratchAccount([database, api.database], ["SELECT"], { password: PASSWORD }));
  const { hostname, port } = new URL(reader.url);
  login = { host: hostname, port, database, user: reader.user, password: PASSWORD };
  novaApi = reader.urlFor(api.database);
  const directory = resources.adopt(scratchDirectory(), (made) => made[Symbol.dispose]());
  savedReport = directory.file("saved.json");
  await runCli(["images", "--glance", reader.url, "-f", "json", "-o", savedReport]);
});
afterAll(() => resources.disposeAsync());

/** Cells that cannot be read, each for another reason. */
async function fillCells(url: string): Promise<void> {
  const db = writableMysql(url);
  await buildSchema(db, "mysql", "nova-api");
  const connections = [
    `mysql+pymysql://nova:${CELL_PASSWORD}@127.0.0.1:1/nova`,
    `mysql+pymysql://nova:${CELL_PASSWORD}@127.0.0.1:x/nova`,
    `mysql+pymysql://nova:${CELL_PASSWORD}@127.0.0.1:1`,
    `mysql+pymysql://nova:${CELL_PASSWORD}@{hostname}/nova`,
    `oracle://nova:${CELL_PASSWORD}@db/nova`,
    `nova:${CELL_PASSWORD}@db/nova`,
    `mysql+pymysql://nova:${CELL_PASSWORD}%@db/nova`,
    `mysql+pymysql://nova:${CELL_PASSWORD}@127.0.0.1:1/nova?ssl_ca=/no/such/ca.pem`,
  ];
  const rows = connections.map((connection, at) => ({
    uuid: `00000000-0000-4000-8000-00000000000${at}`,
    name: `cell${at}`,
    transport_url: `rabbit://nova:${CELL_PASSWORD}@mq`,
    database_connection: connection,
    disabled: 0,
  }));
  await db.insertInto("cell_mappings").values(rows).execute();
  await db.destroy();
}

/** Whatever a run left behind: what it printed and what it wrote. */
function expectDiscreet(result: CliResult, directory?: ScratchDirectory): void {
  expectNoSecret(result.stdout + result.stderr, SECRETS);
  if (directory === undefined) return;
  for (const name of readdirSync(directory.path).filter((file) => file.startsWith("report"))) {
    expectNoSecret(readFileSync(directory.file(name), "utf8"), SECRETS);
  }
}

function runTold(command: readonly string[], told: Told, more: readonly string[] = []): Promise<CliResult> {
  return runCli([...command, ...told.args, ...more], told.env === undefined ? {} : { env: told.env });
}

describe.concurrent("a password that is given by", () => {
  test.each(Object.entries(WAYS))("%s works, and comes to light nowhere", async (_, way) => {
    using directory = scratchDirectory();
    const output = ["-f", "json", "-o", directory.file("report.json"), "--manifest", "--verbose"];
    const result = await runTold(["images"], way(login, directory), output);
    expect(result).toMatchObject({ code: 0 });
    expect(readFileSync(directory.file("report.json"), "utf8")).toContain(FIRST_IMAGE);
    expectDiscreet(result, directory);
  });

  test.each(Object.entries(WAYS))("%s fails as discreetly", async (_, way) => {
    using directory = scratchDirectory();
    const wrong = { ...login, password: `x${PASSWORD}` };
    const result = await runTold(["images"], way(wrong, directory), ["--verbose"]);
    expect(result).toMatchObject({ code: 3, stdout: "" });
    expectDiscreet(result);
  });
});

/** What a command needs besides databases; all commands are listed, so that none is forgotten. */
const COMMAND_LINES: Readonly<Record<string, () => readonly string[]>> = {
  images: () => [],
  orphans: () => [],
  check: () => [],
  summary: () => [],
  show: () => [FIRST_IMAGE],
  rules: () => [],
  diff: () => [savedReport, savedReport],
  grants: () => ["--account-user", "audit"],
  demo: () => ["--images", "100"],
  doctor: () => [],
  completion: () => ["bash"],
};

describe.concurrent("every command", () => {
  test.each(COMMANDS.map(({ words }) => [words.command.split(" ")[0] ?? "", words.options] as const))(
    "%s",
    async (name, options) => {
      const readsDatabases = "nova-api" in options;
      const verbose = "verbose" in options ? ["--verbose"] : [];
      const line = COMMAND_LINES[name];
      expect(line, `COMMAND_LINES needs ${name}`).toBeDefined();
      const databases = [
        "--glance",
        reader.url,
        "--nova-api",
        novaApi,
        "--nova",
        reader.url,
        "--cinder",
        reader.url,
      ];
      const whole = [name, ...(line?.() ?? []), ...(readsDatabases ? databases : []), ...verbose];
      const result = await runCli(whole);
      // Nothing there is a nova or a cinder: that ends an audit, but doctor looks at all of them.
      expect(result.code).toBe(readsDatabases ? (name === "doctor" ? 4 : 3) : 0);
      expectDiscreet(result);
      if (readsDatabases) expectDiscreet(await runCli([...whole.slice(0, -5), "--verbose", "-f", "json"]));
      const mistaken = await runCli([...whole, "--no-such-option", reader.url, reader.url]);
      expect(mistaken.code).toBe(2);
      expectDiscreet(mistaken);
    },
  );
});

test("cells that cannot be read are told of without their addresses", async () => {
  const place = ["--glance", reader.url, "--nova-api", novaApi];
  const result = await runCli(["images", ...place, "-f", "json", "--verbose"]);
  expect(result).toMatchObject({ code: 4 });
  expectDiscreet(result);
  for (const name of ["cell0", "cell3", "cell6", "/no/such/ca.pem"])
    expect(result.stderr + result.stdout).toContain(name);
});

/** Places that are wrong in some way, a password in each. */
const MISTAKES = [
  "mysql://u:PASSWORD@h",
  "mysql://u:PASSWORD@h:x/glance",
  "mysql://u:PASSWORD@h/glance?init_command=PASSWORD",
  "mysql://u:PASSWORD%@h/glance",
  "mysql://u:PASSWORD@h/glance?ssl_mode=PASSWORD",
  "oracle://u:PASSWORD@h/glance",
  "u:PASSWORD@h/glance",
  "//u:PASSWORD@h/glance",
  "/u:PASSWORD@h/glance.conf",
  "PASSWORD",
];

describe.concurrent("a mistake with a password in it", () => {
  test.each(MISTAKES)("%s", async (text) => {
    const place = text.replaceAll("PASSWORD", "Geheimnis");
    const given = ["--nova-api", "sqlite:///y", "--cell", `cell1=${place}`, "--port", place, "--verbose"];
    for (const [args, env] of [
      [["--glance", place], {}],
      [[], { GLANCE_AUDIT_GLANCE: place }],
    ] as const) {
      const { code, stdout, stderr } = await runCli(["images", ...args, ...given], { env });
      expect(code).toBe(2);
      expectNoSecret(stdout + stderr, ["Geheimnis"]);
    }
  });
});

test("the arguments of the process show no password", async () => {
  await using proxy = await startProxy(reader.url);
  proxy.freeze();
  const cli = spawnCli(["images", "--glance", proxy.url()]);
  await until("an attempt to connect", () => proxy.stats.accepted === 1);
  const shown = execFileSync("ps", ["-ww", "-o", "args=", "-p", String(cli.child.pid)], { encoding: "utf8" });
  expect(shown.trim()).toBe("glance-audit images");
  cli.child.kill("SIGTERM");
  expect(await cli.result).toMatchObject({ code: 143 });
});
