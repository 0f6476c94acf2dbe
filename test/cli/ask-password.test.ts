import { spawn } from "node:child_process";
import { once } from "node:events";
import { text as allOf } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PROGRAM } from "../support/fresh-build.ts";
import { fileURLToPath } from "node:url";
import { seedGlance } from "../faults/seed-glance.ts";
import { scratchAccount, type ScratchAccount } from "../support/mysql.ts";
import { runCli, runCliInTerminal } from "../support/run-cli.ts";

const PASSWORD = "Geheim ü/§%40";
const IN_TERMINAL = fileURLToPath(new URL("../support/in-terminal.ts", import.meta.url));
const resources = new AsyncDisposableStack();
let reader: ScratchAccount;
let args: readonly string[] = [];

beforeAll(async () => {
  const { database } = resources.use(await seedGlance(3));
  reader = resources.use(await scratchAccount(database, ["SELECT"], { password: PASSWORD }));
  const { host } = new URL(reader.url);
  args = ["summary", "--glance", `mysql://${reader.user}@${host}/${database}`, "--ask-password"];
});
afterAll(() => resources.disposeAsync());

/** Runs the program on a terminal and does something when it asks. */
async function answer(
  reply: string | ((pid: number) => void),
  more: readonly string[] = [],
): Promise<{ readonly code: number | null; readonly screen: string }> {
  let answered = false;
  let seen = "";
  const { code, stdout } = await runCliInTerminal([PROGRAM, ...args, ...more], {
    program: IN_TERMINAL,
    onStdout: (text, child) => {
      seen += text;
      if (answered || !seen.includes("Password: ")) return;
      answered = true;
      if (typeof reply === "string") child.stdin.write(reply);
      else reply(Number(/pid (\d+)\./.exec(seen)?.[1]));
    },
  });
  return { code, screen: stdout };
}

describe.concurrent("--ask-password", () => {
  test("shows nothing of what is typed, and leaves the terminal as it was", async () => {
    const { code, screen } = await answer(`${PASSWORD}\r`);
    expect([code, screen]).toEqual([0, expect.stringMatching(/Password: \r?\n.*full.*echo on\.\r\n$/s)]);
    for (const word of ["Geheim", "%40"]) expect(screen).not.toContain(word);
  });

  test("lets mistakes be mended: backspace, and Ctrl-U for the whole line", async () => {
    const { code } = await answer(`wrong\u0015${PASSWORD}x\u007f\r`);
    expect(code).toBe(0);
  });

  test("a wrong one is told as such", async () => {
    const { code, screen } = await answer(`${PASSWORD}wrong\r`);
    expect([code, screen]).toEqual([3, expect.stringMatching(/password is wrong\..*from --ask-password\)/)]);
    expect(screen).not.toContain("Geheim");
  });

  test("Ctrl-C ends the question, and typing is seen again", async () => {
    const { code, screen } = await answer("Gehei\u0003");
    expect([code, screen]).toEqual([130, expect.stringMatching(/Stopped by SIGINT\.\r\necho on\.\r\n$/)]);
    expect(screen).not.toContain("Gehei");
  });

  test("so does SIGTERM", async () => {
    const { code, screen } = await answer((pid) => process.kill(pid, "SIGTERM"));
    expect([code, screen]).toEqual([143, expect.stringMatching(/Stopped by SIGTERM\.\r\necho on\.\r\n$/)]);
  });

  test("asks once for several databases, whatever standard input is", async () => {
    const nova = `${args[2]}?charset=utf8`;
    const { code, screen } = await answer(`${PASSWORD}\r`, ["--nova", nova, "--quiet"]);
    expect(code).toBe(4);
    expect(screen.match(/Password: /g)).toHaveLength(1);
  });

  test("asks nobody when something else is wrong, or a URL has its password", async () => {
    const { code, screen } = await answer("", ["--limit", "many"]);
    expect([code, screen]).toEqual([2, expect.not.stringContaining("Password:")]);
    const known = await runCli(["summary", "--glance", reader.url, "--ask-password"]);
    expect(known).toMatchObject({ code: 0 });
  });

  test("needs a terminal", async () => {
    // A session of its own has none, wherever the tests run.
    const child = spawn(process.execPath, [PROGRAM, ...args], {
      detached: true,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const [said, [code]] = await Promise.all([allOf(child.stderr), once(child, "exit")]);
    expect([code, said]).toEqual([
      2,
      expect.stringMatching(/^--ask-password needs a terminal.* MYSQL_PWD or an/),
    ]);
  });
});
