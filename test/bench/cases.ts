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

/** All that `orphans` can be given. */
const orphanArgs = (urls: CloudUrls, ...more: string[]): string[] => [
  "orphans",
  "-f",
  "csv",
  "--quiet",
  "--min-age",
  "0",
  "--glance",
  urls.glance,
  "--nova-api",
  urls.nova_api,
  ...more,
];

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
    name: "states",
    args: (urls) => orphanArgs(urls, "-c", "image_id,instance_uuid,instance_state"),
    peers: [{ name: "orphans" }],
    goal: { "2G": 1.1, "128M": 1.1 },
  },
  {
    name: "orphans",
    args: (urls) => orphanArgs(urls, "--cinder", urls.cinder, "--keystone", urls.keystone),
    peers: [{ name: "orphans" }],
    goal: { "2G": 2, "128M": 2 },
  },
  {
    name: "check",
    args: ({ glance }) => ["check", "-f", "csv", "--fail-on", "none", "--quiet", "--glance", glance],
    // The rules share their pass with the listing.
    peers: [{ name: "images", args: ({ glance }) => ["images", "-f", "csv", "--quiet", "--glance", glance] }],
    goal: { "2G": 2, "128M": 2 },
  },
];

/** The SQL of one section of peers.sql, with the cloud's own names of the databases of cells. */
export function peerSql(section: string, urls: CloudUrls): string {
  const text = readFileSync(new URL("peers.sql", import.meta.url), "utf8");
  const part = text.split(/^-- @/m).find((candidate) => candidate.startsWith(`${section}:`));
  if (part === undefined) throw new Error(`peers.sql has no section ${section}.`);
  const cells = { nova_cell0: urls.nova_cell0, nova_cell1: urls.nova_cell1, nova_cell2: urls.nova_cell2 };
  return Object.entries(cells).reduce(
    (sql, [name, url]) => sql.replaceAll(`${name}.`, `${databaseOf(url)}.`),
    part.slice(part.indexOf("\n") + 1),
  );
}

/** The name of the database that a URL names. */
export function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}
