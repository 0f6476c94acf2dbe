import { afterAll, beforeAll, expect, test } from "vitest";
import { withGeneralLog } from "../../support/general-log.ts";
import { runCli } from "../../support/run-cli.ts";
import { loggedCloud, type LoggedCloud } from "../../guard/logged-cloud.ts";

const TIMEOUT_MS = 240_000;
const EXPLAIN = /^EXPLAIN FORMAT=TRADITIONAL /;
let cloud: LoggedCloud;

beforeAll(async () => {
  cloud = await loggedCloud();
}, TIMEOUT_MS);
afterAll(() => cloud.drop());

/** A statement without its values: texts, numbers, lists of either and alternatives however many. */
function shapeOf(sql: string): string {
  return (
    sql
      .replaceAll(/'(?:[^'\\]|''|\\.)*'/gs, "?")
      .replaceAll(/(?<![`\w])\d+\b/g, "?")
      .replaceAll(/\(\?(?:, \?)*\)/g, "(?)")
      .replaceAll(/(\([^()]*\))(?: or \1)+/g, "$1")
      // Left away where nobody looks at them, which changes no plan.
      .replaceAll(/`i`\.`(?:name|owner|visibility|updated_at|disk_format|protected)` as/g, "null as")
  );
}

/** The statements built as query trees that the runs sent, each shape once. */
async function sentBy(runs: readonly (readonly string[])[]): Promise<Set<string>> {
  const log = await withGeneralLog(async () => {
    for (const args of runs) {
      const { code, stderr } = await runCli([...args, "--quiet"]);
      // 1: check has findings.
      expect({ known: [0, 1].includes(code ?? -1), stderr }).toMatchObject({ known: true });
    }
  });
  const ours = log.filter(({ user, sql }) => user === cloud.user && /^(?:EXPLAIN .*?)?select\b/s.test(sql));
  return new Set(ours.map(({ sql }) => shapeOf(sql)));
}

test(
  "doctor explains every query that audits send, as they send it",
  async () => {
    const everything = [...cloud.glance, ...cloud.novaApi, ...cloud.others];
    // Both filters, as the sample has: which of them are given decides the text of the condition.
    const filters = ["--owner", cloud.owner, "--status", "active"];
    const audits = await sentBy([
      ["images", ...everything],
      ["images", ...everything, "--image", cloud.images.join(",")],
      ["images", ...cloud.glance, ...filters],
      ["images", ...cloud.glance, ...filters, "--consistency", "chunked"],
      ["orphans", ...everything, "--min-age", "0"],
      ["summary", ...everything],
      ["check", ...everything],
      ["show", ...everything, ...cloud.images],
      ["images", ...cloud.oldGlance],
    ]);
    const explained = await sentBy([
      ["doctor", ...everything],
      ["doctor", ...cloud.oldGlance],
    ]);
    const known = new Set([...explained].map((sql) => sql.replace(EXPLAIN, "")));
    expect(audits.size).toBeGreaterThan(25);
    expect([...audits].filter((sql) => !known.has(sql))).toEqual([]);
  },
  TIMEOUT_MS,
);
