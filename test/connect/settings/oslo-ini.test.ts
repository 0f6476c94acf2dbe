import { describe, expect, test } from "vitest";
import { parseOsloIni } from "../../../src/connect/settings/oslo-ini.ts";
import { UsageError } from "../../../src/errors.ts";

type Entry = readonly [section: string, key: string, value: string];

/** Texts, and what oslo_config/iniparser.py makes of them: its own tests, and what they leave out. */
const READ: readonly (readonly [text: string, entries: readonly Entry[]])[] = [
  ["", []],
  ["[s]\nfoo = bar", [["s", "foo", "bar"]]],
  ["[s]\nfoo: bar", [["s", "foo", "bar"]]],
  ["[s]\nfoo = bar0\n  bar1", [["s", "foo", "bar0\nbar1"]]],
  ["[s]\nfoo = bar0\n\t# no comment\n  bar1", [["s", "foo", "bar0\n# no comment\nbar1"]]],
  ["[s]\n# foo = x\n; foo = y\nfoo = z # of it", [["s", "foo", "z # of it"]]],
  ["[s]\nfoo = ", [["s", "foo", ""]]],
  ["[s]\nfoo = ' bar '", [["s", "foo", " bar "]]],
  ['[s]\nfoo = " bar "', [["s", "foo", " bar "]]],
  ["[s]\nfoo = 'bar\"", [["s", "foo", "'bar\""]]],
  ["[s]\nfoo = a=b:c", [["s", "foo", "a=b:c"]]],
  ["[s]\nurl: mysql://u:p@h/d?a=b", [["s", "url", "mysql://u:p@h/d?a=b"]]],
  ["[s]\r\nfoo = bar\r\n", [["s", "foo", "bar"]]],
  [
    "[a]\nx=1\n\n[b]\nx=2\n[a]\nx=3\nx=4",
    [
      ["a", "x", "1"],
      ["b", "x", "2"],
      ["a", "x", "3"],
      ["a", "x", "4"],
    ],
  ],
];

test.each(READ)("%j", (text, entries) => {
  expect(parseOsloIni(text, "x.conf").map(({ section, key, value }) => [section, key, value])).toEqual(
    entries,
  );
});

const REFUSED: readonly (readonly [text: string, why: RegExp])[] = [
  ["foo = s3cret", /^Line 1 of x\.conf cannot be understood: no \[section\] begins above it\.$/],
  ["[s]\nfoo - s3cret", /^Line 2 .* neither = nor :/],
  ["[s]\n: s3cret", /^Line 2 .* nothing stands before/],
  ["   s3cret", /^Line 1 .* indented/],
  ["[s]\nfoo = bar0\n\n  s3cret", /^Line 4 .* indented/],
  ["[s3cret", /^Line 1 .* a section is written/],
  ["[]", /^Line 1 .* a section is written/],
];

describe("refused as the services refuse it, without what stands there", () => {
  test.each(REFUSED)("%j", (text, why) => {
    const parse = () => parseOsloIni(text, "x.conf");
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(why);
    expect(parse).not.toThrow(/s3cret/);
  });
});
