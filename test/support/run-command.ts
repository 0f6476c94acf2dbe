import { spawn } from "node:child_process";

export interface CommandResult {
  readonly code: number | null;
  readonly output: string;
}

export interface CommandOptions {
  readonly timeoutMs?: number;
  readonly stdin?: string;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Shows what the command prints instead of collecting it. */
  readonly show?: boolean;
}

/** Runs a helper program to its end; a program that does not exist gives code null. */
export async function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const { timeoutMs = 120_000, uid, gid, cwd, env, show = false } = options;
  const child = spawn(command, args, {
    stdio: ["pipe", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
    timeout: timeoutMs,
    killSignal: "SIGKILL",
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  });
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  child.stdin?.on("error", (error) => {
    output += `(stdin: ${error.message})`;
  });
  child.stdin?.end(options.stdin ?? "");
  return await new Promise((resolve) => {
    child.once("error", (error) => resolve({ code: null, output: error.message }));
    child.once("close", (code) => resolve({ code, output }));
  });
}

/** As `runCommand`, but anything other than exit code 0 is an error that shows what was printed. */
export async function mustRun(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const { code, output } = await runCommand(command, args, options);
  if (code === 0) {
    return output;
  }
  throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${output.trim()}`);
}
