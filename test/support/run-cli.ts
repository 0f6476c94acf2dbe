import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROGRAM } from "./fresh-build.ts";
import { BUILD_FAILURE_VARIABLE } from "./run-settings.ts";

const TIMEOUT_MS = 60_000;

export interface CliOptions {
  /** Added to a clean environment: PATH, an empty HOME, TZ=UTC, LANG=C.UTF-8. `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What the program reads; without it, its standard input is at its end. */
  readonly stdin?: string;
  /** Default: an empty directory. */
  readonly cwd?: string;
  /** Then it is killed, and the test fails with what was printed. */
  readonly timeoutMs?: number;
  readonly onStdout?: (text: string, child: ChildProcessWithoutNullStreams) => void;
  readonly onStderr?: (text: string, child: ChildProcessWithoutNullStreams) => void;
  readonly signalAfter?: { readonly ms: number; readonly signal: NodeJS.Signals };
  /** Options of Node itself, as `--max-old-space-size=100`. */
  readonly nodeArgs?: readonly string[];
  /** Another script than the built program. */
  readonly program?: string;
}

export interface CliResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCli {
  readonly child: ChildProcessWithoutNullStreams;
  /** What was printed so far. */
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Waits until the text appears on stdout or stderr. */
  waitFor(pattern: RegExp | string): Promise<void>;
  readonly result: Promise<CliResult>;
}

interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

/** Never the program of yesterday: an error if it could not be built. */
function builtProgram(): string {
  const failure = process.env[BUILD_FAILURE_VARIABLE];
  if (failure !== undefined) {
    throw new Error(`dist is out of date: npm run build failed\n${failure}`);
  }
  return PROGRAM;
}

function nodeArguments({ nodeArgs = [], program = builtProgram() }: CliOptions): string[] {
  return [...nodeArgs, program];
}

function cleanEnvironment(home: string, extra: CliOptions["env"] = {}): NodeJS.ProcessEnv {
  const base = { PATH: process.env["PATH"], HOME: home, TZ: "UTC", LANG: "C.UTF-8" };
  const entries = Object.entries({ ...base, ...extra }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries);
}

function start({ command, args }: Program, options: CliOptions): RunningCli {
  const home = mkdtempSync(join(tmpdir(), "audit-test-home-"));
  const { timeoutMs = TIMEOUT_MS, signalAfter } = options;
  const child = spawn(command, args, {
    cwd: options.cwd ?? home,
    env: cleanEnvironment(home, options.env),
    stdio: "pipe",
  });
  const printed = { stdout: "", stderr: "" };
  const listeners = new Set<() => void>();
  const collect = (name: "stdout" | "stderr", told: CliOptions["onStdout"]) => {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
      told?.(text, child);
      listeners.forEach((listener) => listener());
    });
  };
  collect("stdout", options.onStdout);
  collect("stderr", options.onStderr);
  const describe = () => `${args.join(" ")}\nstdout:\n${printed.stdout}\nstderr:\n${printed.stderr}`;
  const result = new Promise<CliResult>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`still running after ${timeoutMs} ms: ${describe()}`));
    }, timeoutMs);
    const signalTimer = signalAfter && setTimeout(() => child.kill(signalAfter.signal), signalAfter.ms);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      clearTimeout(signalTimer);
      rmSync(home, { recursive: true, force: true });
      resolve({ code, signal, ...printed });
    });
  });
  // Whoever does not await the result of a killed program need not hear of it twice.
  result.catch(() => undefined);
  const waitFor = async (pattern: RegExp | string) => {
    const seen = () => [printed.stdout, printed.stderr].some((text) => text.search(pattern) >= 0);
    await new Promise<void>((resolve, reject) => {
      const check = () => {
        if (seen()) {
          listeners.delete(check);
          resolve();
        }
      };
      listeners.add(check);
      check();
      const never = () => reject(new Error(`ended without printing ${String(pattern)}: ${describe()}`));
      result.then(never, reject);
    });
  };
  return { child, stdout: () => printed.stdout, stderr: () => printed.stderr, waitFor, result };
}

/** Starts the built program and leaves it running: for signals, closed pipes, questions on the terminal. */
export function spawnCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  const running = start({ command: process.execPath, args: [...nodeArguments(options), ...args] }, options);
  // A program that ends before it has read all is no failure of the test.
  running.child.stdin.on("error", () => undefined);
  return running;
}

/** Runs the built program to its end. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const running = spawnCli(args, options);
  running.child.stdin.end(options.stdin ?? "");
  return await running.result;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

export interface TerminalOptions extends CliOptions {
  readonly columns?: number;
  readonly rows?: number;
}

/**
 * As `runCli`, on a terminal (by `script`): stdout and stderr come together, with CR LF. `stdin` is typed
 * at once; answers and Ctrl-C ("\x03") are written to `child.stdin` by `onStdout`. The input never ends by itself.
 */
export async function runCliInTerminal(
  args: readonly string[],
  { columns = 100, rows = 24, ...options }: TerminalOptions = {},
): Promise<Omit<CliResult, "stderr">> {
  const words = [process.execPath, ...nodeArguments(options), ...args].map(quote).join(" ");
  const line = `stty cols ${columns} rows ${rows}; exec ${words}`;
  const program =
    process.platform === "linux"
      ? { command: "script", args: ["-qec", line, "/dev/null"] }
      : { command: "script", args: ["-q", "/dev/null", "/bin/sh", "-c", line] };
  const env = { TERM: "xterm-256color", SHELL: "/bin/sh", ...options.env };
  const { child, result } = start(program, { ...options, env });
  child.stdin.on("error", () => undefined);
  if (options.stdin !== undefined) {
    child.stdin.write(options.stdin);
  }
  const { code, signal, stdout, stderr } = await result;
  if (stderr !== "") {
    throw new Error(`no terminal: ${stderr}`);
  }
  return { code, signal, stdout };
}
