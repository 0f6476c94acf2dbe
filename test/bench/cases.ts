import { readFileSync } from "node:fs";
import type { LoadedCloud } from "../../src/demo/load.ts";

/** Where the databases of the loaded cloud are. */
export type CloudUrls = LoadedCloud["databases"];

/** A section of peers.sql, or another of our own commands. */
export interface Peer {
  readonly name: string;
  readonly args?: BenchCase["args"];
}

/** A comparison: what we run, and the SQL that a DBA would run for the same answer. */
export interface BenchCase {
  readonly name: string;
  readonly args: (urls: CloudUrls) => readonly string[];
  /** The first is the one that the goal is about. */
  readonly peers: readonly Peer[];
  /** The most that our wall time may be of the first peer's at a million images, by buffer pool. */
  readonly goal: Readonly<Record<"2G" | "128M", number>>;
}

export const CASES: readonly BenchCase[] = [
  {
    name: "export",
    // The hand-written SQL exports deleted images too.
    args: ({ glance }) => ["images", "-f", "csv", "--deleted", "include", "--quiet", "--glance", glance],
    peers: [{ name: "rows_csv" }, { name: "rows_join4" }, { name: "rows_packed" }],
    goal: { "2G": 0.6, "128M": 0.35 },
  },
  {
    name: "summary",
    args: ({ glance }) => ["summary", "-f", "csv", "--quiet", "--glance", glance],
    peers: [{ name: "summary_naive" }, { name: "summary_best" }],
    goal: { "2G": 0.7, "128M": 0.7 },
  },
  {
    name: "check",
    args: ({ glance }) => ["check", "-f", "csv", "--fail-on", "none", "--quiet", "--glance", glance],
    // The rules share their pass with the listing.
    peers: [{ name: "images", args: ({ glance }) => ["images", "-f", "csv", "--quiet", "--glance", glance] }],
    goal: { "2G": 2, "128M": 2 },
  },
];

/** The SQL of one section of peers.sql. What it calls `nova` is the first cell of the cloud, on the same server. */
export function peerSql(section: string, urls: CloudUrls): string {
  const text = readFileSync(new URL("peers.sql", import.meta.url), "utf8");
  const part = text.split(/^-- @/m).find((candidate) => candidate.startsWith(`${section}:`));
  if (part === undefined) throw new Error(`peers.sql has no section ${section}.`);
  const cell = `${databaseOf(urls.nova_cell1)}.`;
  return part.slice(part.indexOf("\n") + 1).replaceAll(/\bnova\./g, cell);
}

/** The name of the database that a URL names. */
export function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}
