import fc from "fast-check";
import { expect, test } from "vitest";
import { WordSlabs } from "../../src/read/packed/word-slabs.ts";

const MOST_RECORDS = 20_000;

const writes = fc.array(
  fc.record({
    record: fc.nat(MOST_RECORDS - 1),
    at: fc.nat(2),
    value: fc.nat(2 ** 32 - 1),
  }),
  { minLength: 1 },
);

test("words are kept by record, whatever their number, and what was cleared is zero again", () => {
  fc.assert(
    fc.property(fc.constantFrom(3, 5, 7, 13), writes, (width, written) => {
      const slabs = new WordSlabs(width);
      for (const round of [1, 2]) {
        const model = new Map<string, number>();
        for (const { record, at, value } of written) {
          slabs.reserve(record);
          slabs.setWord(record, at, (value * round) >>> 0);
          model.set(`${record} ${at}`, (value * round) >>> 0);
        }
        for (const { record } of written) {
          for (const near of [record - 1, record, record + 1].filter((number) => number >= 0)) {
            for (let at = 0; at < width; at += 1)
              expect(slabs.word(near, at)).toBe(model.get(`${near} ${at}`) ?? 0);
          }
        }
        slabs.clear();
        for (const { record, at } of written) expect(slabs.word(record, at)).toBe(0);
      }
    }),
  );
});

test("what one table leaves serves another of any width", () => {
  const [narrow, wide] = [new WordSlabs(2), new WordSlabs(9)];
  narrow.reserve(MOST_RECORDS);
  const left = narrow.slabOf(0);
  narrow.clear();
  wide.reserve(MOST_RECORDS);
  const taken = new Set(Array.from({ length: MOST_RECORDS }, (_, record) => wide.slabOf(record)));
  expect(taken).toContain(left);
});
