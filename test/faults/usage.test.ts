import { describe, expect, test } from "vitest";
import { runCli } from "../support/run-cli.ts";
import { expectFailure, expectSentences } from "./failure.ts";
import { FIRST_IMAGE } from "./seed-glance.ts";

/** Nothing listens there: whoever tried to connect would end with 3. */
const GLANCE = ["--glance", "mysql://audit:Geheim@127.0.0.1:1/glance"];

/** Arguments, and what of them the message must name. */
const MISTAKES: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["no command", [], /Give a command/],
  ["unknown command", ["imagse", ...GLANCE], /imagse|Did you mean images\?/],
  ["two commands", ["images", "summary", ...GLANCE], /no option or command summary\./],
  ["unknown option", ["images", ...GLANCE, "--colum", "name"], /There is no option or command colum\./],
  ["an option without its value", ["images", ...GLANCE, "--output"], /The option output needs a value\./],
  ["a list without its value", ["images", ...GLANCE, "--class"], /The option class needs a value\./],
  [
    "values that are not on offer",
    ["images", ...GLANCE, "-f", "xml", "--consistency", "none", "--deleted", "yes"],
    /--format was given "xml"; it takes "table", "csv", .*--consistency was given "none"; .*--deleted was given "yes"; it takes /s,
  ],
  ["no scheme", ["images", "--glance", "audit:Geheim@db/glance"], /--glance takes a URL with a scheme/],
  ["no summary key", ["summary", ...GLANCE, "--by", "colour"], /--by takes class.*"colour"/],
];

/** What one run can tell all at once: an option, its value, and the message. */
const VALUES: readonly (readonly [string, string, RegExp])[] = [
  ["class", "whole", /^--class takes full, partial, missing, not "whole"\.$/m],
  ["kind", "iso", /^--kind takes .*, not "iso"\.$/m],
  ["cause", "bad luck", /^--cause takes .*, not "bad luck"\.$/m],
  ["status", "", /^--status was given without a value\.$/m],
  ["visibility", "hidden", /^--visibility takes .*, not "hidden"\.$/m],
  ["owner", ",", /^--owner was given without a value\.$/m],
  ["instance", "i-123", /^--instance takes UUIDs, not "i-123"\.$/m],
  ["base-image", "42", /^--base-image takes UUIDs, not "42"\.$/m],
  ["image", "", /^--image was given without a value\.$/m],
  ["created-after", "2024-02-31", /^--created-after takes a date .*"2024-02-31"\.$/m],
  ["created-before", "soon", /^--created-before takes a date .*"soon"\.$/m],
  ["min-age", "30 days", /^--min-age takes an age .*"30 days"\.$/m],
  ["min-size", "10X", /^--min-size takes a size .*"10X"\.$/m],
  ["limit", "many", /^--limit takes a whole number from 0\.$/m],
  ["column", "nmae", /^--column takes image_id, .* or all, not "nmae"\.$/m],
  ["delimiter", ";;", /^--delimiter takes one character .*\.$/m],
  ["statement-timeout", "0.5", /^--statement-timeout takes whole seconds from 1 to \d+\.$/m],
  ["reconnect", "-1", /^--reconnect takes a whole number from 0\.$/m],
  ["nova", "nova.conf", /^--nova: the config file \S*\/nova\.conf cannot be read: there is no such file\.$/m],
  ["host", "db1:x", /^--host takes a host, or several with commas\.$/m],
  ["port", "70000", /^--port takes a number from 1 to 65535\.$/m],
  ["socket", "", /^--socket takes the path of a socket\.$/m],
  ["user", "", /^--user takes the name of an account\.$/m],
  ["ssl-mode", "ON", /^--ssl-mode takes DISABLED, PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY\.$/m],
  ["max-load", "Threads_running", /^--max-load takes status variables .*"Threads_running"\.$/m],
  ["max-lag", "soon", /^--max-lag takes whole seconds, not "soon"\.$/m],
  ["pause-file", "", /^--pause-file takes the name of a file\.$/m],
  ["run-time", "0", /^--run-time takes a time such as .*"0"\.$/m],
  ["max-view-age", "ten minutes", /^--max-view-age takes a time such as .*"ten minutes"\.$/m],
];

/** URLs that one run can tell all at once. */
const URLS: readonly (readonly [string, RegExp])[] = [
  ["postgresql://u:Geheim@h/nova", /^--nova names the scheme "postgresql", .* Give mysql:/m],
  ["mysql://u:Geheim@h", /^--nova names no database: end the URL with its name/m],
  ["mysql://u:Geheim@h:x/nova", /^--nova: .*port from 1 to 65535/m],
  ["mysql://u:Geheim@h/nova?init_command=SELECT+1", /^--nova has init_command in its URL/m],
  ["mysql://u:%Geheim@h/nova", /^--nova: .*percent-escape\. Write a literal % as %25\.$/m],
  ["sqlite://", /^--nova takes sqlite:\/\/\/\/absolute\/path/m],
];

function expectUsage(result: Awaited<ReturnType<typeof runCli>>, why: RegExp): void {
  expect(result.stdout).toBe("");
  expectFailure(result, 2, why);
  expectSentences(result.stderr, ["Geheim"]);
}

describe.concurrent("a command line that is not understood", () => {
  test.each(MISTAKES)("%s", async (_name, args, why) => {
    expectUsage(await runCli(args), why);
  });

  test("values: all mistakes are told at once, each with its option", async () => {
    const { code, stdout, stderr } = await runCli([
      "images",
      "--manifest",
      ...VALUES.map(([option, value]) => `--${option}=${value}`),
    ]);
    expect([code, stdout]).toEqual([2, ""]);
    for (const [, , why] of VALUES) expect(stderr).toMatch(why);
    expect(stderr).toMatch(/^--manifest goes with --output FILE\.$/m);
    expect(stderr).toMatch(
      /^No glance database is given\. Use --glance or the variable GLANCE_AUDIT_GLANCE, with a URL or .*\.$/m,
    );
    expect(stderr.trimEnd().split("\n")).toHaveLength(VALUES.length + 2);
  });

  test("URLs: the same, without a password", async () => {
    const { code, stdout, stderr } = await runCli([
      "images",
      ...GLANCE,
      ...URLS.flatMap(([url]) => ["--nova", url]),
    ]);
    expect([code, stdout]).toEqual([2, ""]);
    for (const [, why] of URLS) expect(stderr).toMatch(why);
    expect(stderr).not.toContain("Geheim");
  });

  test("an option that takes one value, given twice", async () => {
    const single = ["glance", "output", "min-age", "min-size", "limit", "delimiter", "format", "consistency"];
    const value: Readonly<Record<string, string>> = { format: "csv", consistency: "chunked", limit: "2" };
    const args = single.flatMap((name) => Array.from({ length: 2 }, () => `--${name}=${value[name] ?? "x"}`));
    const { code, stdout, stderr } = await runCli(["images", ...args]);
    expect([code, stdout]).toEqual([2, ""]);
    for (const name of single) expect(stderr).toContain(`--${name} is given more than once. Give it once.\n`);
  });

  test("an image list from an empty standard input", async () => {
    expectUsage(await runCli(["images", ...GLANCE, "--image", "-"]), /--image - found no image id/);
  });

  test("a variable is named like an option", async () => {
    const env = { GLANCE_AUDIT_GLANCE: "oracle://audit:Geheim@db/glance" };
    expectUsage(await runCli(["images"], { env }), /^GLANCE_AUDIT_GLANCE names the scheme "oracle"/);
  });

  test("--verbose adds the stack trace", async () => {
    const { code, stderr } = await runCli(["images", "--verbose"]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^No glance .*\n +at /s)]);
  });
});

test("ids that come on standard input are not mistaken for a usage error", async () => {
  const stdin = `${FIRST_IMAGE}\n`;
  expectFailure(await runCli(["images", ...GLANCE, "--image", "-"], { stdin }), 3, /nothing listens there/);
});
