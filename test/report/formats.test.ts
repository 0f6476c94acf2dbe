import { expect, test } from "vitest";
import { FORMATS } from "../../src/report/formats.ts";
import { columnsOf, optionsFor, print } from "./samples.ts";

/** Those of findings print them in documents of their own make. */
const OF_FINDINGS: ReadonlySet<string> = new Set(["sarif", "junit", "nagios"]);
const OF_ROWS = Object.entries(FORMATS).filter(([name]) => !OF_FINDINGS.has(name));

test.each(OF_ROWS)("%s prints one row of the chosen columns only", async (_name, load) => {
  const format = await load();
  const row = { name: "picked", owner: "not-chosen" };
  const printed = print(format(optionsFor(columnsOf({ name: "text" }))), [[row]]);
  expect(printed.split("picked")).toHaveLength(2);
  expect(printed).not.toContain("not-chosen");
});

test.each(Object.entries(FORMATS))("two %s reports do not disturb each other", async (_name, load) => {
  const format = await load();
  const options = optionsFor(columnsOf({ name: "text" }));
  const first = format(options);
  const second = format(options);
  const pages = [[{ name: "a" }], [{ name: "b" }]];
  first.head();
  first.rows([{ name: "other" }]);
  expect(print(second, pages)).toBe(print(format(options), pages));
});
