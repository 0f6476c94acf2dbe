import { readdirSync } from "node:fs";
import { expect } from "vitest";
import type { CliResult } from "../support/run-cli.ts";

/** What no failure may show to users: stack traces, what Node prints by itself, what JavaScript makes of a slip. */
const NOT_FOR_USERS =
  /^\s+at |node:internal|Internal error|Unhandled|\bundefined\b|\[object |packets out of order|\.\.$/m;

/** One or a few sentences on standard error. */
export function expectSentences(stderr: string, secrets: readonly string[] = []): void {
  const lines = stderr.trimEnd().split("\n");
  expect(stderr).not.toMatch(NOT_FOR_USERS);
  expect(lines.length).toBeLessThanOrEqual(5);
  for (const line of lines) expect(line).toMatch(/^ *[A-Z-].{10,}[.?]$/);
  for (const secret of secrets) expect(stderr).not.toContain(secret);
}

/** The run failed with this code, and told why. */
export function expectFailure(result: CliResult, code: number, why: RegExp): void {
  expect(result).toMatchObject({ code, signal: null });
  expect(result.stderr).toMatch(why);
  expectSentences(result.stderr);
}

/** Neither the report nor a temporary file of it was left. */
export function expectEmpty(directory: string): void {
  expect(readdirSync(directory)).toEqual([]);
}
