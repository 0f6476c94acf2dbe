// npm run bench -- [--images 10000,100000,1000000] [--pool 128M] [--rounds 5] [--first-peer-only] [--case export]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadMysql } from "../../src/demo/mysql-writer.ts";
import { startServer, type Server } from "../support/server.ts";
import { CASES, databaseOf, peerSql, type BenchCase, type CloudUrls, type Peer } from "./cases.ts";
import { median, timedRun, type TimedRun } from "./timed-run.ts";

const TOOL = new URL("../../dist/bin/glance-audit.js", import.meta.url).pathname;
const POOLS = ["2G", "128M"] as const;

const { values } = parseArgs({
  options: {
    images: { type: "string", default: "10000,100000,1000000" },
    pool: { type: "string", default: "2G" },
    rounds: { type: "string", default: "5" },
    "first-peer-only": { type: "boolean", default: false },
    case: { type: "string", multiple: true, default: CASES.map((bench) => bench.name) },
  },
});
const sizes = values.images.split(",").map((text) => wholeNumber("--images", text));
const rounds = wholeNumber("--rounds", values.rounds);
const pool = POOLS.find((known) => known === values.pool);
const cases = CASES.filter((bench) => values.case.includes(bench.name));

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`${option} takes whole numbers from 1.`);
  return number;
}

function serverArgs(size: string): string[] {
  return [
    `--innodb-buffer-pool-size=${size}`,
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-log-file-size=1G",
    "--max-allowed-packet=64M",
  ];
}

/** What the pool does not hold is to come from the disk, and not out of the operating system's memory. */
function measuringArgs(size: string): string[] {
  return [...serverArgs(size), "--loose-innodb-flush-method=O_DIRECT"];
}

async function compare(bench: BenchCase, urls: CloudUrls, server: Server, folder: string): Promise<void> {
  const peers = values["first-peer-only"] ? bench.peers.slice(0, 1) : bench.peers;
  const run = (name: string, args: readonly string[]): Promise<TimedRun> =>
    timedRun(process.execPath, [TOOL, ...args], join(folder, `${name}.out`));
  const ours = (): Promise<TimedRun> => run("ours", bench.args(urls));
  const theirs = ({ name, args }: Peer): Promise<TimedRun> =>
    args !== undefined
      ? run(name, args(urls))
      : timedRun("mariadb", clientArgs(server, urls), join(folder, `${name}.out`), peerSql(name, urls));
  await ours();
  for (const peer of peers) await theirs(peer);
  const mine: TimedRun[] = [];
  const others = new Map(peers.map((peer) => [peer, [] as TimedRun[]]));
  for (let round = 0; round < rounds; round += 1) {
    mine.push(await ours());
    for (const peer of peers) others.get(peer)?.push(await theirs(peer));
  }
  for (const [peer, runs] of others) print(bench, mine, peer, runs);
}

function print(bench: BenchCase, mine: readonly TimedRun[], peer: Peer, runs: readonly TimedRun[]): void {
  const own = median(mine.map((run) => run.seconds));
  const other = median(runs.map((run) => run.seconds));
  const cells = [
    bench.name.padEnd(8),
    `${own.toFixed(2).padStart(7)} s`,
    peer.name.padEnd(14),
    `${other.toFixed(2).padStart(7)} s`,
    `ratio ${(own / other).toFixed(2)}`,
    `our CPU ${median(mine.map(({ usage }) => usage.cpuSeconds)).toFixed(2)} s`,
    `peak ${Math.max(...mine.map(({ usage }) => usage.peakMiB)).toFixed(0)} MiB`,
    peer === bench.peers[0] && pool !== undefined ? `goal at 1M: ${bench.goal[pool]}` : "",
  ];
  process.stdout.write(`  ${cells.join("   ").trimEnd()}\n`);
}

function clientArgs(server: Server, urls: CloudUrls): string[] {
  const { username, password } = new URL(server.url());
  return [
    "--no-defaults",
    "--protocol=tcp",
    "--host=127.0.0.1",
    `--port=${server.port}`,
    `--user=${decodeURIComponent(username)}`,
    ...(password === "" ? [] : [`--password=${decodeURIComponent(password)}`]),
    "--quick",
    "--batch",
    "--raw",
    "--skip-column-names",
    databaseOf(urls.glance),
  ];
}

async function main(): Promise<void> {
  if (pool === undefined) throw new Error(`--pool takes ${POOLS.join(" or ")}.`);
  execFileSync("mariadb", ["--version"], { stdio: "ignore" });
  const folder = mkdtempSync(join(tmpdir(), "glance-audit-bench-"));
  await using server = await startServer({ args: serverArgs("2G") });
  try {
    for (const size of sizes) {
      const started = Date.now();
      const { databases } = await loadMysql(server.url(), {
        images: size,
        seed: 1,
        now: new Date(),
        prefix: `b${size}_`,
      });
      const seconds = ((Date.now() - started) / 1000).toFixed(0);
      process.stdout.write(
        `${size} images, loaded in ${seconds} s, pool ${pool}, median of ${rounds} interleaved rounds\n`,
      );
      await server.restart(measuringArgs(pool));
      for (const bench of cases) await compare(bench, databases, server, folder);
      await server.restart(serverArgs("2G"));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
