import { beforeAll, describe, expect, test } from "vitest";
import { COMMANDS } from "../../src/cli/commands.ts";
import { grammarOf } from "../../src/cli/completion/grammar.ts";
import { runCli } from "../support/run-cli.ts";
import { typeInShell } from "../support/shell.ts";

const FILE = "report of images.csv";

/** What is typed after the program's name, and what it is given; `--option=value` counts as two words. */
const TYPED: readonly (readonly [string, readonly string[]])[] = [
  ["su\t", ["summary"]],
  ["images --form\tcs\t", ["images", "--format", "csv"]],
  ["images --format=js\t", ["images", "--format", "json"]],
  ["images -f js\t", ["images", "-f", "json"]],
  ["images --class full,pa\t", ["images", "--class", "full,partial"]],
  ["images --no-esc\t", ["images", "--no-escape-formulas"]],
  ["images -c instance_u\t", ["images", "-c", "instance_uuid"]],
  ["summary --by vis\t", ["summary", "--by", "visibility"]],
  [
    "images --consistency ch\t --pause-f\trep\t",
    ["images", "--consistency", "chunked", "--pause-file", FILE],
  ],
  ["completion z\t", ["completion", "zsh"]],
];

describe.each(["bash", "zsh"] as const)("in %s", (shell) => {
  let script = "";
  beforeAll(async () => {
    script = (await runCli(["completion", shell])).stdout;
  });

  test.each(TYPED)("glance-audit %j", async (keys, words) => {
    const given = await typeInShell(shell, script, `glance-audit ${keys}`, [FILE]);
    expect(given.flatMap((word) => word.split(/(?<=^--[a-z-]+)=/))).toEqual(words);
  });

  test("the script is all that is printed, and knows all commands and options", async () => {
    expect(await runCli(["completion", shell])).toMatchObject({ code: 0, stdout: script, stderr: "" });
    for (const { name, options } of grammarOf(COMMANDS).commands) {
      for (const word of [name, ...options.flatMap((option) => option.names)]) expect(script).toContain(word);
    }
  });
});

test("every command that takes columns has their names", () => {
  const columns = grammarOf(COMMANDS).commands.flatMap(({ name, options }) =>
    options
      .filter(({ names }) => names.includes("--column"))
      .map(({ takes }) => [name, takes?.includes("all")]),
  );
  expect(columns.length).toBeGreaterThan(2);
  expect(columns.filter(([, known]) => known !== true)).toEqual([]);
});

test.each([
  [[], /^completion takes bash or zsh\. Write into/],
  [["fish"], /^completion takes bash or zsh, not "fish"\. Write into/],
])("completion %j is a mistake", async (args, why) => {
  expect(await runCli(["completion", ...args])).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(why),
  });
});
