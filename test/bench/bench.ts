// npm run bench -- [--images 10000,100000,1000000] [--pool 128M] [--rounds 5] [--first-peer-only]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadMysql } from "../../src/demo/mysql-writer.ts";
import { startServer, type Server } from "../support/server.ts";
import { CASES, OWN_CASE, peerSql, type BenchCase } from "./cases.ts";
import { median, timedRun, type TimedRun } from "./timed-run.ts";

const TOOL = new URL("../../dist/src/bin.js", import.meta.url).pathname;
const LOADING_POOL = "2G";

const { values } = parseArgs({
  options: {
    images: { type: "string", default: "10000,100000,1000000" },
    pool: { type: "string", default: "2G" },
    rounds: { type: "string", default: "5" },
    "first-peer-only": { type: "boolean", default: false },
  },
});
const pool = values.pool === "128M" ? "128M" : "2G";
const rounds = Number(values.rounds);

function serverArgs(size: string): string[] {
  return [
    `--innodb-buffer-pool-size=${size}`,
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-log-file-size=1G",
    "--max-allowed-packet=64M",
  ];
}

async function compare(bench: BenchCase, url: string, server: Server, folder: string): Promise<void> {
  const peers = values["first-peer-only"] ? bench.peers.slice(0, 1) : bench.peers;
  const ours = (): Promise<TimedRun> =>
    timedRun(process.execPath, [TOOL, ...bench.args, "--glance", url], join(folder, "ours.csv"), {
      node: true,
    });
  const theirs = (section: string): Promise<TimedRun> =>
    timedRun("mariadb", clientArgs(server, url), join(folder, `${section}.txt`), { stdin: peerSql(section) });
  await ours();
  for (const section of peers) await theirs(section);
  const mine: TimedRun[] = [];
  const others = new Map(peers.map((section) => [section, [] as TimedRun[]]));
  for (let round = 0; round < rounds; round += 1) {
    mine.push(await ours());
    for (const section of peers) others.get(section)?.push(await theirs(section));
  }
  const own = median(mine.map((run) => run.seconds));
  const peak = Math.max(...mine.map((run) => run.peakMiB));
  for (const [section, runs] of others) {
    const peer = median(runs.map((run) => run.seconds));
    const goal = section === bench.peers[0] ? `  goal at 1M: ${bench.goal[pool]}` : "";
    process.stdout.write(
      `  ${bench.name.padEnd(8)} ${own.toFixed(2).padStart(7)} s   ${section.padEnd(14)} ${peer.toFixed(2).padStart(7)} s   ratio ${(own / peer).toFixed(2)}   peak ${peak.toFixed(0)} MiB${goal}\n`,
    );
  }
}

/** Rules beside the listing that they share a pass with. */
async function compareOwn(url: string, folder: string): Promise<void> {
  const run = (args: readonly string[]): Promise<TimedRun> =>
    timedRun(process.execPath, [TOOL, ...args, "--glance", url], join(folder, "own.csv"), { node: true });
  const runs: { readonly first: TimedRun; readonly second: TimedRun }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    runs.push({ first: await run(OWN_CASE.args), second: await run(OWN_CASE.peerArgs) });
  }
  // The first round only warms up.
  const counted = runs.slice(1);
  const own = median(counted.map(({ first }) => first.seconds));
  const peer = median(counted.map(({ second }) => second.seconds));
  const peak = Math.max(...counted.map(({ first }) => first.peakMiB));
  process.stdout.write(
    `  ${OWN_CASE.name.padEnd(8)} ${own.toFixed(2).padStart(7)} s   ${OWN_CASE.peer.padEnd(14)} ${peer.toFixed(2).padStart(7)} s   ratio ${(own / peer).toFixed(2)}   peak ${peak.toFixed(0)} MiB  goal at 1M: ${OWN_CASE.goal}\n`,
  );
}

function clientArgs(server: Server, url: string): string[] {
  const database = new URL(url).pathname.slice(1);
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
    database,
  ];
}

async function main(): Promise<void> {
  execFileSync("mariadb", ["--version"], { stdio: "ignore" });
  const folder = mkdtempSync(join(tmpdir(), "glance-audit-bench-"));
  await using server = await startServer({ args: serverArgs(LOADING_POOL) });
  try {
    for (const size of values.images.split(",").map(Number)) {
      const started = Date.now();
      const { databases } = await loadMysql(server.url(), {
        images: size,
        seed: 1,
        now: new Date(),
        prefix: `b${size}_`,
      });
      process.stdout.write(
        `${size} images, loaded in ${((Date.now() - started) / 1000).toFixed(0)} s, pool ${pool}, median of ${rounds} rounds\n`,
      );
      await server.restart(serverArgs(pool));
      for (const bench of CASES) await compare(bench, databases.glance, server, folder);
      await compareOwn(databases.glance, folder);
      await server.restart(serverArgs(LOADING_POOL));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
