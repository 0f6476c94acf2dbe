import { spawn } from "node:child_process";
import { openSync, closeSync, readFileSync } from "node:fs";

/** One finished run of a command, start-up included. */
export interface TimedRun {
  readonly seconds: number;
  readonly usage: Usage;
}

/** What Linux says of a process. */
interface Usage {
  /** Time on a processor, of all threads. */
  readonly cpuSeconds: number;
  /** The largest resident memory so far. */
  readonly peakMiB: number;
}

/** The last look at a process is at most so old when it ends. */
const LOOK_MS = 20;
/** USER_HZ is 100 on every architecture that Node runs on (man 5 proc). */
const TICKS_PER_SECOND = 100;
/** The fields of /proc/PID/stat from the one behind the name: utime and stime. */
const [UTIME, STIME] = [11, 12];

/** Runs a command with its standard output in a file. Throws with its errors unless it exits with 0. */
export async function timedRun(
  program: string,
  args: readonly string[],
  outputFile: string,
  stdin = "",
): Promise<TimedRun> {
  const output = openSync(outputFile, "w");
  const started = process.hrtime.bigint();
  const child = spawn(program, [...args], { stdio: ["pipe", output, "pipe"] });
  let usage: Usage = { cpuSeconds: 0, peakMiB: 0 };
  // From outside: a module in the process that says the same would be measured with it.
  const look = setInterval(() => (usage = usageOf(child.pid) ?? usage), LOOK_MS);
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  child.stdin?.end(stdin);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  }).finally(() => clearInterval(look));
  closeSync(output);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code}: ${errors}`);
  return { seconds, usage };
}

/** undefined once the process has ended, and where there is no /proc. */
function usageOf(pid: number | undefined): Usage | undefined {
  try {
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (peak === undefined) return undefined;
    return {
      cpuSeconds: (Number(fields[UTIME]) + Number(fields[STIME])) / TICKS_PER_SECOND,
      peakMiB: Number(peak) / 1024,
    };
  } catch {
    return undefined;
  }
}

/** The middle one of several figures. */
export function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[Math.trunc(figures.length / 2)] ?? Number.NaN;
}
