import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { nextCommands } from "../../src/demo/next-commands.ts";
import { byDatabase } from "../../src/demo/tables.ts";

/** Pastes the lines into sh, with a program that prints what it was given, one thing a line. */
function paste(lines: readonly string[]): string {
  const program = `glance_audit() { printf '%s\\n' "$GLANCE_AUDIT_GLANCE" "$GLANCE_AUDIT_NOVA" "$@" ''; }`;
  return execFileSync("sh", ["-ec", [program, ...lines].join("\n")], { encoding: "utf8", stdio: "pipe" });
}

const inOddPlace = (name: string) => `sqlite:////tmp/it's $HOME "here" \`now\`/${name}.sqlite`;
const withPassword = (name: string) => `mysql://root:s%40cret@db:3307/${name}?unix_socket=/run/x.sock`;

describe("nextCommands", () => {
  it("can be pasted", () => {
    const lines = nextCommands(
      byDatabase((name) => `sqlite:////tmp/it's/${name}.sqlite`),
      "glance_audit",
    );
    const cells = [0, 1, 2].map((cell) => `sqlite:////tmp/it's/nova_cell${cell}.sqlite`).join(" ");
    const start = `sqlite:////tmp/it's/glance.sqlite\n${cells}\n`;
    const commands = [
      "images",
      "images\n--unexpected",
      "summary\n--by\nclass,kind,cause",
      "images\n--format\ncsv",
    ];
    expect(paste(lines)).toBe(commands.map((command) => `${start}${command}\n\n`).join(""));
  });

  it("can be pasted whatever the folder is called", () => {
    const [first] = paste(nextCommands(byDatabase(inOddPlace), "glance_audit")).split("\n\n");
    const cells = [0, 1, 2].map((cell) => `--nova\n${inOddPlace(`nova_cell${cell}`)}`).join("\n");
    expect(first).toBe(inOddPlace("glance"));
    expect(paste(nextCommands(byDatabase(inOddPlace), "glance_audit"))).toContain(`\nimages\n${cells}\n`);
  });

  it("gives no password away, but works once the shell knows it", () => {
    const lines = nextCommands(byDatabase(withPassword), "glance_audit");
    expect(lines.join("\n")).not.toContain("cret");
    expect(() => paste(lines)).toThrow(/set PASSWORD/);
    const printed = paste(["PASSWORD=s%40cret", ...lines]);
    expect(printed).toContain(`${withPassword("glance")}\n${withPassword("nova_cell0")} `);
  });

  it("names the program as it was called", () => {
    const lines = nextCommands(
      byDatabase((name) => `mysql://root@db/${name}`),
      "npx glance-audit",
    );
    expect(lines).toContain("npx glance-audit images --unexpected");
  });
});
