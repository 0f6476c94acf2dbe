import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../src/audit/check/finding.ts";
import { expiredFindings } from "../../src/audit/check/audit-check.ts";
import { Suppressions } from "../../src/audit/check/suppressions.ts";
import { rowWithoutParent } from "../../src/rules/database/row-without-parent.ts";
import { RULES } from "../../src/rules/registry.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { ENGINES } from "../read/test-database.ts";
import { NOW, type Cloud } from "./cloud.ts";
import { cloudDatabases, type CloudDatabases } from "./cloud-databases.ts";
import { SCENARIOS, type Scenario } from "./scenarios.ts";

const messages = (findings: readonly Finding[]): Record<string, string> =>
  Object.fromEntries(findings.map(({ subjectId, message }) => [subjectId, message]));

function expired({ suppression }: Cloud): Finding[] {
  const entry = { reason: "known", owner: "dba", rule: "", subject: "", expires: "", ...suppression };
  return expiredFindings(new Suppressions([entry], NOW.toISOString().slice(0, 10)), NOW);
}

const scenariosOf = ({ id }: Rule): (readonly [string, Scenario])[] => [
  ...(SCENARIOS[id]?.fires ?? []).map((scenario) => [`fires: ${scenario.name}`, scenario] as const),
  ...(SCENARIOS[id]?.silent ?? []).map((scenario) => [`is silent: ${scenario.name}`, scenario] as const),
];

const ABOUT_DATABASES = RULES.filter(({ looksAt }) => looksAt !== "suppression");

describe.each(RULES.filter((rule) => !ABOUT_DATABASES.includes(rule)))("$id", (rule) => {
  test.each(scenariosOf(rule))("%s", (_name, { cloud, found }) => {
    expect(messages(expired(cloud))).toEqual(found);
  });
});

describe.each(ENGINES)("on %s", (engine) => {
  let databases: CloudDatabases;
  beforeAll(async () => {
    databases = await cloudDatabases(engine);
  });
  afterAll(() => databases[Symbol.asyncDispose]());

  describe.each(ABOUT_DATABASES.map((rule) => [rule.id, rule] as const))("%s", (_, rule) => {
    test.each(scenariosOf(rule))("%s", async (_name, { cloud, found }) => {
      const findings = await databases.find(cloud, { catalogue: [rule] });
      expect(messages(findings)).toEqual(found);
      // Read by key, without a read view, the same must come out.
      expect(await databases.find(cloud, { catalogue: [rule], consistency: "chunked" })).toEqual(findings);
      // Beside a rule for which all ids that rows name are read, and where there is too much to be counted.
      const catalogue = rule === rowWithoutParent ? [rule] : [rule, rowWithoutParent];
      for (const mostCounted of [undefined, 0]) {
        const among = await databases.find(cloud, { catalogue, mostCounted });
        expect(among.filter((finding) => finding.rule === rule.id)).toEqual(findings);
      }
    });
  });
});
