import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CHECK_COLUMNS } from "../src/audit/check/finding.ts";
import { IMAGES_COLUMNS } from "../src/audit/images/images-listing.ts";
import { ORPHANS_COLUMNS } from "../src/audit/orphans/orphans-listing.ts";
import { SHOW_COLUMNS } from "../src/audit/show/show-listing.ts";
import type { Column } from "../src/audit/row.ts";
import { EXIT_CODES } from "../src/cli/exit-codes.ts";
import {
  EXPLAIN,
  GALERA_STATUS,
  PROBES,
  globalStatus,
  killQuery,
  lockWaitTimeout,
  statementTimeout,
} from "../src/guard/statements.ts";
import { CAUSES } from "../src/judge/cause.ts";
import { INSTANCE_STATES } from "../src/judge/instance-state.ts";
import { KINDS } from "../src/judge/kind.ts";
import { runCli } from "./support/run-cli.ts";

// UPDATE_README=1 npm test -- test/readme.test.ts   rewrites what is generated.
const PATH = new URL("../README.md", import.meta.url);
const README = readFileSync(PATH, "utf8");
const BLOCK = /<!-- generated: (.+?) -->\n([\s\S]*?)<!-- \/generated -->/g;

const fenced = (text: string): string => `\`\`\`\n${text.trimEnd()}\n\`\`\`\n`;
const help = async (...command: string[]): Promise<string> =>
  fenced((await runCli([...command, "--help"], { env: { COLUMNS: "100" } })).stdout);

/** What a command printed; test/golden holds these files against the program. */
const screen = (name: string): string =>
  fenced(readFileSync(new URL(`golden/${name}.txt`, import.meta.url), "utf8"));

/** The demo is made anew: nothing that it prints depends on the day. */
async function demoScreen(): Promise<string> {
  const { stdout } = await runCli(["demo"], { env: { COLUMNS: "100" } });
  return fenced(`$ npx glance-audit demo\n${stdout}`);
}

const MEANINGS: Readonly<Record<string, string>> = {
  image_id: "images.id",
  name: "images.name",
  owner: "images.owner: the project",
  status: "images.status",
  visibility: "images.visibility; before Ocata, what is_public and the members say",
  size_bytes: "images.size",
  created_at: "images.created_at",
  updated_at: "images.updated_at",
  class: "full, partial or missing",
  kind: "what the image is",
  cause: "why it looks as it does; NULL if there is nothing to explain",
  expected: "false where somebody should act; NULL without a cause",
  image_type: "the counted value, unchanged; likewise the next three",
  instance_uuid: "of images the property as it stands; of orphans the server that was judged",
  base_image_ref: "",
  image_location: "",
  absent: "those of the four that do not count",
  wrong: "those that count but are not what nova writes",
  removed: "those that are there only as soft-deleted rows",
  instance_state: "what became of the server; NULL: the image leads to none, or nova was not given",
  rule: "which rule found it: `glance-audit rules RULE` explains it",
  severity: "info, warning or error",
  subject: "what it is about: image, instance, snapshot, schema",
  subject_id: "its id; of a schema the service",
  message: "what is wrong, as a sentence",
  finding_id: "the same from run to run and from server to server",
  owner_name: "keystone's name of the project",
  instance_name: "display name of the server",
  instance_project: "the server's project, which may not be the image's",
  instance_deleted_at: "when it was deleted",
  cell: "in which cell it is, or was",
  certainty: "proven: a row says that the server is gone; presumed: it is nowhere, and every place was read",
  verdict: "held, unverified or reclaimable",
  holds: "what still needs the image, and what could have said so and was not read",
  owner_project: "how keystone has the project: enabled, disabled or gone",
  deleted: "images.deleted: then soft-deleted properties count too",
  deleted_at: "images.deleted_at; of a live image it invites the next purge",
  protected: "whether glance refuses to delete it",
  hidden: "images.os_hidden: left out of lists, usable by its id",
  disk_format: "images.disk_format",
  container_format: "images.container_format",
  checksum: "images.checksum; NULL where the data was registered by its location",
  four: "the four properties: name, value, standing (right, wrong, removed or absent), writer",
  properties: "every property row: name, value, secret, deleted, deleted_at, doomed by the next purge",
  locations: "scheme (never the URL), status, deleted",
  members: "projects that it was offered to, with their answer",
  tags: "its tags",
  server: "the server that it leads to: by what, state, rows with cell and table, mapping, likely writer",
  storage: "the disks of a volume-backed image: snapshot, volume, attachment, what is lost, bytes held",
  broken: "whether one of these disks is lost; NULL where cinder does not say",
  not_read: "databases that were not given, or not read to their end, and why",
};

function columnTable(columns: readonly Column[]): string {
  return [
    "| column | type | meaning |",
    "|---|---|---|",
    ...columns.map(({ name, type }) => `| \`${name}\` | ${type} | ${MEANINGS[name]} |`),
    "",
  ].join("\n");
}

const GENERATED: Readonly<Record<string, () => string | Promise<string>>> = {
  statements: () =>
    fenced(
      [
        ...Object.values(PROBES),
        `${EXPLAIN.mysql} <a SELECT that passes the guard>`,
        `${EXPLAIN.sqlite} <the same>`,
        statementTimeout("mariadb", 30),
        statementTimeout("mysql", 30),
        lockWaitTimeout(30),
        globalStatus(GALERA_STATUS),
        `${globalStatus(["Threads_running"])}   the counters that --max-load names`,
        `${killQuery(1).replace("1", "<own connection id>")}   on interrupt or time-out, from a second connection`,
      ].join("\n"),
    ),
  help: () => help(),
  "help images": () => help("images"),
  "help orphans": () => help("orphans"),
  "help show": () => help("show"),
  "help check": () => help("check"),
  "help summary": () => help("summary"),
  "help rules": () => help("rules"),
  "help diff": () => help("diff"),
  "help doctor": () => help("doctor"),
  "help grants": () => help("grants"),
  "help demo": () => help("demo"),
  "help completion": () => help("completion"),
  "columns images": () => columnTable(IMAGES_COLUMNS),
  "columns orphans": () => columnTable(ORPHANS_COLUMNS),
  "columns show": () => columnTable(SHOW_COLUMNS.slice(IMAGES_COLUMNS.length)),
  "screen demo": demoScreen,
  "screen orphans": () => screen("orphans"),
  "screen summary": () => screen("summary-instance-state"),
  "screen show": () => screen("show-orphan"),
  "columns check": () => columnTable(CHECK_COLUMNS),
  rules: async () => (await runCli(["rules", "-f", "markdown"])).stdout,
  "exit codes": () =>
    [
      "| code | meaning |",
      "|---|---|",
      ...EXIT_CODES.map(({ code, meaning }) => `| ${code} | ${meaning} |`),
      "",
    ].join("\n"),
};

describe("README", () => {
  it("begins with the two commands", () => {
    expect(README.split("\n").slice(2, 6)).toEqual([
      "```sh",
      "npm ci && npx glance-audit demo",
      "npm ci && npm test",
      "```",
    ]);
  });

  it("says what the program says", async () => {
    let fresh = README;
    const names = [...README.matchAll(BLOCK)].map((match) => match[1] ?? "");
    expect(names.toSorted()).toEqual(Object.keys(GENERATED).toSorted());
    for (const name of names) {
      const text = await GENERATED[name]?.();
      fresh = fresh.replace(
        new RegExp(`(<!-- generated: ${name} -->\\n)[\\s\\S]*?(<!-- /generated -->)`),
        (_, head: string, tail: string) => `${head}${text}${tail}`,
      );
    }
    if (process.env["UPDATE_README"]) writeFileSync(PATH, fresh);
    expect(readFileSync(PATH, "utf8")).toBe(fresh);
  });

  it("explains every cause, in the order in which they are decided, every state, and every kind", () => {
    const table = [...README.matchAll(/^\| `([a-z-]+)` \|.*\| (?:yes|no|while .*) \|$/gm)].map(
      (match) => match[1],
    );
    expect(table).toEqual([...CAUSES]);
    const states = [...README.matchAll(/^\| `([a-z-]+)` \|.*\| (?:not gone|proven|presumed|) *\|$/gm)];
    expect(states.map((match) => match[1])).toEqual([...INSTANCE_STATES]);
    for (const kind of KINDS) expect(README).toContain(`\`${kind}\``);
  });
});
