import { readFileSync } from "node:fs";

/** A comparison: what we run, and the SQL that a DBA would run for the same answer. */
export interface BenchCase {
  readonly name: string;
  readonly args: readonly string[];
  /** Sections of peers.sql; the first is the one that the goal is about. */
  readonly peers: readonly string[];
  /** The most that our wall time may be of the first peer's at a million images, by buffer pool. */
  readonly goal: Readonly<Record<"2G" | "128M", number>>;
}

export const CASES: readonly BenchCase[] = [
  {
    name: "export",
    // The hand-written SQL exports deleted images too.
    args: ["images", "-f", "csv", "--deleted", "include", "--quiet"],
    peers: ["rows_csv", "rows_join4", "rows_packed"],
    goal: { "2G": 0.6, "128M": 0.35 },
  },
  {
    name: "summary",
    args: ["summary", "-f", "csv", "--quiet"],
    peers: ["summary_naive", "summary_best"],
    goal: { "2G": 0.7, "128M": 0.7 },
  },
];

/** One of our commands beside another of ours. */
export const OWN_CASE = {
  name: "check",
  args: ["check", "-f", "csv", "--fail-on", "none", "--quiet"],
  peer: "images",
  peerArgs: ["images", "-f", "csv", "--quiet"],
  /** The most that the first may take of the second at a million images. */
  goal: 2,
} as const;

/** The SQL of one section of peers.sql. */
export function peerSql(section: string): string {
  const text = readFileSync(new URL("peers.sql", import.meta.url), "utf8");
  const part = text.split(/^-- @/m).find((candidate) => candidate.startsWith(`${section}:`));
  if (part === undefined) throw new Error(`peers.sql has no section ${section}.`);
  return part.slice(part.indexOf("\n") + 1);
}
