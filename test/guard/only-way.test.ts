import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const SRC = resolve(import.meta.dirname, "../../src");
const FILES = readdirSync(SRC, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path: relative(SRC, path), text: readFileSync(path, "utf8") }));

/** The folders, below src, of the files in which the text stands. */
function foldersWith(text: RegExp): string[] {
  const found = FILES.filter((file) => text.test(file.text)).map(({ path }) => path.split("/")[0] ?? "");
  return [...new Set(found)].sort();
}

test("a driver is named nowhere but where connections are made, and in the demo, which writes", () => {
  expect(foldersWith(/["'`](?:mysql2(?:\/[^"'`]*)?|node:sqlite)["'`]/)).toEqual(["connect", "demo"]);
});

test("modules are loaded by import alone, so that the imports tell all", () => {
  const loaders = FILES.filter(({ text }) =>
    /getBuiltinModule|\bprocess\.binding|\brequire\(["'`]/.test(text),
  );
  expect(loaders.map(({ path }) => path)).toEqual([]);
});

test("only the guard and those who open connections know one without a guard", () => {
  expect(foldersWith(/\bRawConnection\b/)).toEqual(["connect", "guard"]);
});

test("only the guard sends: those who open connections hand it what they opened", () => {
  const senders = FILES.filter(
    ({ path, text }) => !path.startsWith("demo/") && /\b#?raw\.(?:query|pages)\(/.test(text),
  );
  expect(senders.map(({ path }) => path)).toEqual(["guard/guarded-connection.ts"]);
});

test("a handle's Kysely is made over the guard and in one place", () => {
  const makers = FILES.filter(({ path, text }) => !path.startsWith("demo/") && /new Kysely\b/.test(text));
  expect(makers.map(({ path }) => path)).toEqual(["connect/open.ts"]);
});
