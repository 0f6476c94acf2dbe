import { describe, expect, test } from "vitest";
import { findingOf } from "../../src/audit/check/finding.ts";
import { Suppressions } from "../../src/audit/check/suppressions.ts";
import { parseSuppressions } from "../../src/cli/parse-suppressions.ts";
import { UsageError } from "../../src/errors.ts";

const GOOD = `
- rule: owner-*
  subject: "*"
  reason: administrators make snapshots here
  owner: dba@example.org
  expires: 2026-12-31
`;
const entry = { reason: "r", owner: "o", rule: "*", subject: "*", expires: "2026-05-06" };
const finding = findingOf({ id: "owner-mismatch", severity: "info" }, "image", "1f2e-3", null, "m");

function problemsOf(text: string): string[] {
  try {
    parseSuppressions(text, "s.yaml");
  } catch (error) {
    if (error instanceof UsageError) return error.message.split("\n").slice(1);
    throw error;
  }
  return [];
}

describe("a file of suppressions", () => {
  test("is a list, or has one", () => {
    const parsed = parseSuppressions(GOOD, "s.yaml");
    expect(parsed).toEqual([
      {
        rule: "owner-*",
        subject: "*",
        reason: "administrators make snapshots here",
        owner: "dba@example.org",
        expires: "2026-12-31",
      },
    ]);
    expect(parseSuppressions(`suppressions:${GOOD.replaceAll("\n", "\n  ")}`, "s.yaml")).toEqual(parsed);
    expect(parseSuppressions("", "s.yaml")).toEqual([]);
  });

  test.each([
    ["no YAML", "- rule: [", /^s\.yaml:1: /],
    ["no list", "rule: x\n", /^s\.yaml:1: a list of suppressions is wanted/],
    ["an entry that is none", `${GOOD}- 5\n`, /^s\.yaml:7: a suppression has the keys rule, subject/],
    ["an unknown key", `${GOOD}  until: x\n`, /^s\.yaml:7: there is no key "until"/],
    ["a rule that is none", GOOD.replace("owner-*", "onwer-*"), /^s\.yaml:2: there is no rule "onwer-\*"/],
    ["no reason", GOOD.replace(/ {2}reason.*\n/, ""), /^s\.yaml:2: reason missing$/],
    ["an empty reason", GOOD.replace(/reason: .*/, 'reason: ""'), /^s\.yaml:4: reason takes a text$/],
    ["no real day", GOOD.replace("12-31", "02-30"), /^s\.yaml:6: expires takes a day such as/],
    ["a list for a subject", GOOD.replace('"*"', "[a, b]"), /^s\.yaml:3: subject takes a text$/],
  ])("with %s is refused, with the line", (_, text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(problem)]);
  });

  test("is told all its problems at once", () => {
    expect(problemsOf(`${GOOD}- 5\n- 6\n`)).toHaveLength(2);
  });
});

describe("a suppression", () => {
  test("hides what it names until its day is over", () => {
    expect(new Suppressions([entry], "2026-05-06").reasonFor(finding)).toBe("r (o, until 2026-05-06)");
    expect(new Suppressions([entry], "2026-05-07").reasonFor(finding)).toBeNull();
    expect(new Suppressions([entry], "2026-05-06").expired).toEqual([]);
    expect(new Suppressions([entry], "2026-05-07").expired).toEqual([entry]);
  });

  test.each([
    [{ rule: "owner-mismatch" }, true],
    [{ rule: "owner-m?smatch" }, true],
    [{ rule: "owner-" }, false],
    [{ subject: "1f2e-3" }, true],
    [{ subject: "1f2e-*" }, true],
    [{ subject: "1f2e" }, false],
    [{ subject: "1f2e.3" }, false],
  ])("fits by rule and subject: %j", (change, hides) => {
    const reason = new Suppressions([{ ...entry, ...change }], "2026-05-06").reasonFor(finding);
    expect(reason !== null).toBe(hides);
  });
});
