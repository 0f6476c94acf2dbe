import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findOrInstall } from "./install-server.ts";
import { findProgram } from "./server-binary.ts";

const TIMEOUT_MS = 20_000;
const PROMPT = "ready> ";

/** The program is not needed to complete its words: here is only something that shows what it would be given. */
const SHOW = `glance-audit() { printf '[%s]' "$@"; echo; }\n`;

const START = {
  bash: { file: ".bashrc", before: `PS1='${PROMPT}'\n`, args: ["--noprofile", "--rcfile", ".bashrc", "-i"] },
  zsh: {
    file: ".zshrc",
    before: `PS1='${PROMPT}'\nautoload -Uz compinit\ncompinit -u -D\n`,
    args: ["-o", "noglobalrcs", "-i"],
  },
} as const;

/**
 * Types keys into a real interactive shell on a terminal, and Return.
 * @param completion a script that the shell has read
 * @param files empty files in the folder where it is
 * @returns the words that the program would have been given
 */
export async function typeInShell(
  shell: keyof typeof START,
  completion: string,
  keys: string,
  files: readonly string[] = [],
): Promise<string[]> {
  const program = await findOrInstall(shell, [shell], () => findProgram([shell]));
  const home = mkdtempSync(join(tmpdir(), "audit-test-shell-"));
  const { file, before, args } = START[shell];
  writeFileSync(join(home, file), before + completion + SHOW);
  for (const name of files) writeFileSync(join(home, name), "");
  const env = {
    HOME: home,
    ZDOTDIR: home,
    PATH: process.env["PATH"],
    TERM: "dumb",
    HISTFILE: "",
    LANG: "C.UTF-8",
  };
  const line = [program, ...args].join(" ");
  const terminal =
    process.platform === "linux"
      ? { command: "script", options: ["-qec", line, "/dev/null"] }
      : { command: "script", options: ["-q", "/dev/null", "/bin/sh", "-c", line] };
  const child = spawn(terminal.command, terminal.options, { cwd: home, env, stdio: "pipe" });
  let printed = "";
  let typed = false;
  try {
    return await new Promise<string[]>((resolve, reject) => {
      const fail = () => reject(new Error(`${shell} did not answer to ${JSON.stringify(keys)}: ${printed}`));
      const timer = setTimeout(fail, TIMEOUT_MS);
      child.once("error", reject);
      child.once("close", fail);
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
        if (!typed && printed.includes(PROMPT)) {
          typed = true;
          child.stdin.write(`${keys}\r`);
        }
        const shown = /^\r?(\[.*\])\r?$/m.exec(printed)?.[1];
        if (shown === undefined) return;
        clearTimeout(timer);
        resolve(shown.slice(1, -1).split("]["));
      });
    });
  } finally {
    child.removeAllListeners("close");
    const ended = once(child, "close");
    child.stdin.end("exit\r");
    child.kill("SIGKILL");
    await ended;
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
