import fc from "fast-check";
import { expect, test } from "vitest";
import { NOT_CANONICAL, UuidTable } from "../../src/read/packed/uuid-table.ts";
import { alikeUuid, anyUuid } from "./any-uuid.ts";

const WORDS = 5;
const VALUE_AT = 1;
const NOT_UUIDS = ["", "image-1", "6343E28E-3A68-4713-8DBE-027FD1B584E1", "6343e28e3a6847138dbe027fd1b584e1"];
const id = fc.oneof(
  { weight: 3, arbitrary: alikeUuid },
  { weight: 2, arbitrary: anyUuid },
  fc.constantFrom(...NOT_UUIDS),
);
const isId = (text: string): boolean => !NOT_UUIDS.includes(text);

/** What the table should hold: a word and a UUID for each id. */
type Model = Map<string, { word: number; value: string }>;

function expectSame(table: UuidTable, model: Model): void {
  expect(table.size).toBe(model.size);
  for (const [uuid, { word, value }] of model) {
    const record = table.find(uuid);
    expect(table.keyOf(record)).toBe(uuid);
    expect(table.keyWord(record)).toBe(Number.parseInt(uuid.slice(0, 8), 16));
    expect(table.word(record, 0)).toBe(word);
    expect(table.uuid(record, VALUE_AT)).toBe(value);
  }
}

const ZEROS = "00000000-0000-0000-0000-000000000000";

/**
 * Does the same to both.
 * @returns what the table said: the record twice, and whether it took the value
 */
function put(table: UuidTable, model: Model, uuid: string, word: number, value: string): unknown[] {
  const record = table.claim(uuid);
  if (record < 0) return [isId(uuid), table.find(uuid)];
  table.setWord(record, 0, word);
  const kept = model.get(uuid)?.value ?? ZEROS;
  const taken = table.setUuid(record, VALUE_AT, value);
  model.set(uuid, { word, value: taken ? value : kept });
  return [isId(uuid), table.find(uuid) === record, taken === isId(value)];
}

test("a table of UUIDs is a map, after any writes and any filtering", () => {
  const word = fc.nat(2 ** 32 - 1);
  fc.assert(
    fc.property(fc.array(fc.tuple(id, word, id), { maxLength: 80 }), word, (writes, pivot) => {
      const table = new UuidTable(WORDS);
      const model: Model = new Map();
      for (const [uuid, value, other] of writes) {
        expect(put(table, model, uuid, value, other)).toEqual(
          isId(uuid) ? [true, true, true] : [false, NOT_CANONICAL],
        );
      }
      expectSame(table, model);
      const kept = table.filter((record) => table.word(record, 0) <= pivot);
      expectSame(kept, new Map([...model].filter(([, entry]) => entry.word <= pivot)));
      const gone = [...model].filter(([, entry]) => entry.word > pivot);
      expect(gone.map(([uuid]) => kept.find(uuid))).toEqual(gone.map(() => -1));
      expectSame(table, model);
    }),
  );
});

test("what was never put in is not found", () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyUuid, { minLength: 2 }), ([absent = "", ...present]) => {
      const table = new UuidTable(1);
      for (const uuid of present) table.claim(uuid);
      expect(table.find(absent)).toBe(-1);
    }),
  );
});

test("many are found as each alone would be, collisions and what is no UUID among them", () => {
  fc.assert(
    fc.property(fc.array(id, { maxLength: 300 }), fc.array(id, { maxLength: 300 }), (present, others) => {
      const table = new UuidTable(1);
      for (const uuid of present) table.claim(uuid);
      for (const sought of [[...others, ...present], others, present]) {
        const found = [...table.findAll(sought)].slice(0, sought.length);
        expect(found).toEqual(sought.map((uuid) => table.find(uuid)));
      }
    }),
  );
});

const hex8 = (at: number): string => at.toString(16).padStart(8, "0");

/** Ids that are not random, as scripts make them: the worst case for a hash that merely cuts or adds. */
const COUNTED: Readonly<Record<string, (at: number) => string>> = {
  "counted in front": (at) => `${hex8(at)}-0000-4000-8000-000000000000`,
  "counted at the end": (at) => `00000000-0000-4000-8000-0000${hex8(at)}`,
  "counted in front and at the end": (at) => `${hex8(at)}-0000-4000-8000-0000${hex8(at)}`,
  "counted in the middle": (at) => `00000000-${hex8(at).replace(/^..../, "$&-")}-8000-000000000000`,
  "counted before the last dash": (at) => `00000000-0000-4000-${hex8(at).replace(/^..../, "$&-")}00000000`,
  "counted in steps": (at) => `${hex8(at * 4096)}-0000-4000-8000-0000${hex8(at * 4096)}`,
};

test.each(Object.entries(COUNTED))("seventy thousand images need several slabs, their ids %s", (_, idOf) => {
  const count = 70_000;
  const table = new UuidTable(WORDS);
  for (let at = 0; at < count; at += 1) {
    const record = table.claim(idOf(at));
    table.setWord(record, 0, at);
    table.setUuid(record, VALUE_AT, idOf(count - at));
  }
  expect(table.size).toBe(count);
  const half = table.filter((record) => table.word(record, 0) < count / 2);
  expect(half.size).toBe(count / 2);
  const wrong: number[] = [];
  for (let at = 0; at < count; at += 1) {
    const [record, kept] = [table.find(idOf(at)), half.find(idOf(at))];
    const isRight =
      record === at && table.word(record, 0) === at && table.uuid(record, VALUE_AT) === idOf(count - at);
    const isRightHalf = at < count / 2 ? half.uuid(kept, VALUE_AT) === idOf(count - at) : kept === -1;
    if (!isRight || !isRightHalf || table.claim(idOf(at)) !== record) wrong.push(at);
  }
  expect(wrong).toEqual([]);
  const all = Array.from({ length: count }, (_unused, at) => idOf(at));
  expect([...table.findAll(all)].every((record, at) => record === at)).toBe(true);
  expect(table.size).toBe(count);
});

const numbered = (at: number): string => `${at.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;

test("leaves its room to others as if it were new", () => {
  const first = new UuidTable(WORDS);
  for (let at = 0; at < 70_000; at += 1) first.setWord(first.claim(numbered(at)), 0, at + 1);
  first.clear();
  expect([first.size, first.find(numbered(7))]).toEqual([0, -1]);
  const second = new UuidTable(WORDS);
  const words = new Set<number>();
  for (let at = 70_000; at < 140_000; at += 1) words.add(second.word(second.claim(numbered(at)), 0));
  expect([...words]).toEqual([0]);
  expect(second.find(numbered(7))).toBe(-1);
  first.claim(numbered(7));
  expect([first.size, first.find(numbered(7)), second.size]).toEqual([1, 0, 70_000]);
});
