import { spawn } from "node:child_process";
import { openSync, closeSync } from "node:fs";

/** One finished run of a command, start-up included. */
export interface TimedRun {
  readonly seconds: number;
  /** Time on a processor and largest resident memory, of a Node process only; 0 for others. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

/** Printed on descriptor 3 as the process ends: the operating system's own figures. */
const REPORT_USAGE =
  'data:text/javascript,import{writeSync}from"node:fs";process.on("exit",()=>{const u=process.resourceUsage();writeSync(3,JSON.stringify([u.userCPUTime+u.systemCPUTime,u.maxRSS]))})';

/** Runs a command with its standard output in a file. Throws with its errors unless it exits with 0. */
export async function timedRun(
  program: string,
  args: readonly string[],
  outputFile: string,
  options: { readonly stdin?: string; readonly node?: boolean } = {},
): Promise<TimedRun> {
  const output = openSync(outputFile, "w");
  const started = process.hrtime.bigint();
  const preload = options.node ? ["--import", REPORT_USAGE] : [];
  const child = spawn(program, [...preload, ...args], { stdio: ["pipe", output, "pipe", "pipe"] });
  let errors = "";
  let usage = "";
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  child.stdio[3]?.on("data", (chunk: Buffer) => (usage += chunk.toString()));
  child.stdin?.end(options.stdin ?? "");
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  closeSync(output);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}: ${errors}`);
  const [cpuMicroseconds, peakKib] = usage === "" ? [0, 0] : (JSON.parse(usage) as [number, number]);
  return { seconds, cpuSeconds: cpuMicroseconds / 1e6, peakMiB: peakKib / 1024 };
}

/** The middle one of several figures. */
export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.trunc(figures.length / 2)] ?? Number.NaN;
}
