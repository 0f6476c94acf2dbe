import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RULES } from "../../src/rules/registry.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { mutationsOf } from "../support/mutations.ts";
import { cloudDatabases, type CloudDatabases } from "./cloud-databases.ts";
import { NOW } from "./cloud.ts";
import { SCENARIOS, type Scenario } from "./scenarios.ts";

const FOLDER = resolve(import.meta.dirname, "../../src/rules");

/** Where each rule is written, by its id. */
const FILES: ReadonlyMap<string, string> = new Map(
  readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((path) => path.includes("/"))
    .map((path) => [path.replace(/^.*\/(.*)\.ts$/, "$1"), join(FOLDER, path)]),
);

/** One thing that a rule was shown, and what it said. */
interface Shown {
  readonly subject: never;
  readonly said: string | null;
}

/** The rule, noting down everything that it is shown. */
function listening(rule: Rule, shown: Shown[]): Rule {
  const check = (subject: never): string | null => {
    const said = (rule.check as (subject: never) => string | null)(subject);
    shown.push({ subject, said });
    return said;
  };
  return { ...rule, check } as Rule;
}

const all = ({ id }: Rule): readonly Scenario[] => [
  ...(SCENARIOS[id]?.fires ?? []),
  ...(SCENARIOS[id]?.silent ?? []),
];

async function showAll(databases: CloudDatabases, rule: Rule): Promise<Shown[]> {
  const shown: Shown[] = [];
  const catalogue = [listening(rule, shown)];
  for (const { cloud } of all(rule)) {
    if (cloud.suppression !== undefined) {
      const subject = { owner: "dba", today: NOW.toISOString().slice(0, 10), ...cloud.suppression };
      catalogue[0]?.check(subject as never);
    } else await databases.find(cloud, { catalogue });
  }
  return shown;
}

function answer(check: (subject: never) => string | null, subject: never): string | null {
  try {
    return check(subject);
  } catch (error) {
    return `broke: ${String(error)}`;
  }
}

describe.each(RULES.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  let databases: CloudDatabases;
  beforeAll(async () => {
    databases = await cloudDatabases("sqlite");
  });
  afterAll(() => databases[Symbol.asyncDispose]());

  test("whatever is broken in its condition is noticed by one of its clouds", async () => {
    const shown = await showAll(databases, rule);
    expect(shown.some(({ said }) => said !== null)).toBe(true);
    const path = FILES.get(id) ?? "";
    const survivors: string[] = [];
    for (const [number, { what }] of mutationsOf(readFileSync(path, "utf8")).entries()) {
      const module = (await import(/* @vite-ignore */ `${path}?mutant=${number}`)) as Record<string, Rule>;
      const mutant = Object.values(module).find((exported) => exported.id === id);
      expect(mutant).toBeDefined();
      const check = mutant?.check as (subject: never) => string | null;
      const noticed = shown.some(({ subject, said }) => answer(check, subject) !== said);
      if (!noticed) survivors.push(`${id} ${what}`);
    }
    expect(survivors).toEqual([]);
  });
});
