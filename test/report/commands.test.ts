import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ORPHANS_COLUMNS } from "../../src/audit/orphans-listing.ts";
import type { Row } from "../../src/audit/row.ts";
import { escapeControls } from "../../src/report/visible.ts";
import { commands } from "../../src/report/commands.ts";
import { AUDIT, END, hostileText, optionsFor, print } from "./samples.ts";

const ID = "7f7a1c0e-8f0e-4b56-9b26-b2f3a3f0c001";
const INSTANCE = "0b5cf3f4-4f3c-4a31-8b8e-3d2b8a3c7702";

const row = (more: Row = {}): Row => ({
  image_id: ID,
  name: "web-01",
  instance_uuid: INSTANCE,
  instance_state: "deleted",
  certainty: "proven",
  verdict: "reclaimable",
  holds: [],
  ...more,
});

const printed = (rows: readonly Row[], uncomment: boolean, end = END) =>
  print(commands(optionsFor(ORPHANS_COLUMNS, { uncomment })), [rows], end);

/** What a shell runs of a script: the arguments of each call of `openstack`, and what it left behind. */
function runInShell(script: string): {
  readonly calls: string[][];
  readonly files: string[];
  readonly stderr: string;
} {
  const directory = mkdtempSync(join(tmpdir(), "audit-test-"));
  try {
    const recorder = String.raw`openstack() { for a in "$@"; do printf '%s\037' "$a"; done; printf '\036'; }`;
    const { stdout, stderr } = spawnSync("sh", {
      input: `${recorder}\n${script}`,
      cwd: directory,
      encoding: "utf8",
    });
    const calls = stdout.split("\x1e").filter((call) => call !== "");
    return {
      calls: calls.map((call) => call.split("\x1f").slice(0, -1)),
      files: readdirSync(directory),
      stderr,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const HOSTILE = [
  "\nopenstack image delete evil\n",
  "\r\nopenstack image delete evil #",
  "\u2028openstack image delete evil",
  "$(touch pwned)",
  "`touch pwned`",
  "'; touch pwned; '",
  '"; touch pwned; "',
  "\\'; touch pwned; #",
  "a' 'b",
  "-- --help",
  "x & touch pwned &",
  "!! !$ ~ * ? [a] {b,c}",
  "\u0000\u001b[2Jgone",
  "İstanbul 日本",
  "",
];

describe("commands", () => {
  test("every line is a comment, with its reason", () => {
    const lines = printed([row(), row({ verdict: "held", holds: ["booted:2", "public"] })], false).split(
      "\n",
    );
    expect(lines.filter((line) => line !== "" && !line.startsWith("#"))).toEqual([]);
    expect(lines.slice(-3)).toEqual([
      `# openstack image delete ${ID}  # reclaimable, proven, instance deleted ${INSTANCE}, web-01`,
      `# openstack image delete ${ID}  # held, proven, instance deleted ${INSTANCE}, booted:2 public, web-01`,
      "",
    ]);
    expect(runInShell(lines.join("\n")).calls).toEqual([]);
  });

  test("the head says what reclaimable does not say", () => {
    expect(printed([], false)).toMatch(/owner must agree[\s\S]*rbd[\s\S]*Heat, Magnum, Trove, Octavia/);
  });

  test("--uncomment: only what is reclaimable and proven", () => {
    const others = [
      row({ verdict: "held", holds: ["public"], image_id: "a" }),
      row({ verdict: "unverified", holds: ["unread:cinder"], image_id: "b" }),
      row({ certainty: "presumed", image_id: "c" }),
      row({ verdict: null, holds: null, image_id: "d" }),
    ];
    const text = printed([row(), ...others], true);
    expect(runInShell(text).calls).toEqual([["image", "delete", ID]]);
    expect(text.split("\n").filter((line) => line.startsWith("# openstack"))).toHaveLength(others.length);
  });

  test("what was not read is said at the end, on one line", () => {
    const end = { ...END, audit: { ...AUDIT, complete: false, reason: "lost\nopenstack image delete evil" } };
    const text = printed([row()], true, end);
    expect(text.trimEnd().split("\n").at(-1)).toMatch(/^# NOT COMPLETE: lost/);
    expect(runInShell(text).calls).toEqual([["image", "delete", ID]]);
  });

  test.each(HOSTILE)("a name is never run: %j", (name) => {
    for (const uncomment of [false, true]) {
      const { calls, files, stderr } = runInShell(printed([row({ name })], uncomment));
      expect({ calls, files, stderr }).toEqual({
        calls: uncomment ? [["image", "delete", ID]] : [],
        files: [],
        stderr: "",
      });
    }
  });

  test.each(HOSTILE)("an id of a user's choosing is one argument: %j", (id) => {
    const { calls, files, stderr } = runInShell(printed([row({ image_id: id })], true));
    expect({ files, stderr, calls: calls.length }).toEqual({ files: [], stderr: "", calls: 1 });
    // What cannot be written on one line is an escape.
    expect(calls[0]).toEqual(["image", "delete", ...(id.startsWith("-") ? ["--"] : []), escapeControls(id)]);
  });

  test("a cell's name in the holds is never run either", () => {
    const holds = ["unread:$(touch pwned)", "unread:a\ntouch pwned"];
    for (const verdict of ["unverified", "reclaimable"]) {
      const { files, stderr } = runInShell(printed([row({ holds, verdict })], true));
      expect({ files, stderr }).toEqual({ files: [], stderr: "" });
    }
  });

  test("one row is one line, whatever it holds", () => {
    fc.assert(
      fc.property(hostileText, hostileText, (name, id) => {
        const lines = printed([row({ name, image_id: id })], true).split(/\r\n|[\n\r\v\f\x85\u2028\u2029]/);
        expect(lines).toHaveLength(printed([], true).split("\n").length + 1);
      }),
    );
  });
});
