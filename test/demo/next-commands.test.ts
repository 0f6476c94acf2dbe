import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { makeDemo } from "../../src/demo/demo.ts";
import type { LoadedCloud } from "../../src/demo/load.ts";
import { nextCommands } from "../../src/demo/next-commands.ts";
import { byDatabase, type DatabaseName } from "../../src/demo/tables.ts";
import { runCli } from "../support/run-cli.ts";
import { scratchDirectory } from "../faults/scratch-directory.ts";
import { collectCloud } from "./collected-cloud.ts";

const { named } = collectCloud();
const DATABASES = ["glance", "nova_api", "cinder", "keystone"] as const;

const cloudAt = (urlOf: (name: DatabaseName) => string): Pick<LoadedCloud, "databases" | "named"> => ({
  databases: byDatabase(urlOf),
  named,
});

/** Pastes the lines into sh, with a program that prints what it was given, one thing a line. */
function paste(lines: readonly string[]): string {
  const variables = DATABASES.map((name) => `"$GLANCE_AUDIT_${name.toUpperCase()}"`).join(" ");
  const program = `glance_audit() { printf '%s\\n' ${variables} "$@" ''; }`;
  return execFileSync("sh", ["-ec", [program, ...lines].join("\n")], { encoding: "utf8", stdio: "pipe" });
}

const inOddPlace = (name: string) => `sqlite:////tmp/it's $HOME "here" \`now\`/${name}.sqlite`;
const withPassword = (name: string) => `mysql://root:s%40cret@db:3307/${name}?unix_socket=/run/x.sock`;

describe("nextCommands", () => {
  it("can be pasted, whatever the folder is called", () => {
    const example = named.find(({ slug }) => slug === "erp-old-snapshot")?.id;
    const commands = [
      "images --unexpected",
      "summary --by class,kind,cause",
      "summary --by instance_state",
      "orphans",
      `show ${example}`,
      "orphans --format csv --output orphans.csv --manifest",
    ];
    const start = DATABASES.map((name) => `${inOddPlace(name)}\n`).join("");
    expect(paste(nextCommands(cloudAt(inOddPlace), "glance_audit"))).toBe(
      commands.map((command) => `${start}${command.replaceAll(" ", "\n")}\n\n`).join(""),
    );
  });

  it("gives no password away, but works once the shell knows it", () => {
    const lines = nextCommands(cloudAt(withPassword), "glance_audit");
    expect(lines.join("\n")).not.toContain("cret");
    expect(() => paste(lines)).toThrow(/set PASSWORD/);
    const printed = paste(["PASSWORD=s%40cret", ...lines]);
    expect(printed).toContain(`${withPassword("glance")}\n${withPassword("nova_api")}\n`);
  });

  it("names the program as it was called", () => {
    const lines = nextCommands(
      cloudAt((name) => `mysql://root@db/${name}`),
      "npx glance-audit",
    );
    expect(lines).toContain("npx glance-audit images --unexpected");
  });

  it("suggests commands that work", async () => {
    using directory = scratchDirectory();
    const cloud = await makeDemo({ where: { sqliteDir: directory.path }, now: new Date() });
    const env: Record<string, string> = {};
    for (const line of nextCommands(cloud)) {
      const [, variable, value] = /^export (\w+)='(.*)'$/.exec(line) ?? [];
      if (variable !== undefined && value !== undefined) {
        env[variable] = value;
        continue;
      }
      const words = line.split(" ").slice(1);
      const { code, stderr, stdout } = await runCli(words, { env, cwd: directory.path });
      expect({ line, code, stderr }).toMatchObject({ code: 0 });
      expect(stdout === "").toBe(words.includes("--output"));
    }
  });
});
