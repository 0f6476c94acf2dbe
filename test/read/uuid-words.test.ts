import fc from "fast-check";
import { expect, test } from "vitest";
import { isCanonicalUuid, packUuid, unpackUuid } from "../../src/read/packed/uuid-words.ts";
import { anyUuid } from "./any-uuid.ts";

const UUID = "6343e28e-3a68-4713-8dbe-027fd1b584e1";
const UNTOUCHED = [7, 7, 7, 7, 7, 7];

test("every canonical UUID comes back from its words", () => {
  fc.assert(
    fc.property(anyUuid, fc.nat(2), (uuid, at) => {
      const words = Uint32Array.from(UNTOUCHED);
      expect(packUuid(uuid, words, at)).toBe(true);
      expect(unpackUuid(words, at)).toBe(uuid);
      expect([...words].filter((_, index) => index < at || index >= at + 4)).toEqual([7, 7]);
    }),
    {
      examples: [
        ["00000000-0000-0000-0000-000000000000", 0],
        ["ffffffff-ffff-ffff-ffff-ffffffffffff", 2],
      ],
    },
  );
});

test("words keep the order of the text, so that halves can be told by the first", () => {
  fc.assert(
    fc.property(anyUuid, anyUuid, (left, right) => {
      const [a, b] = [new Uint32Array(4), new Uint32Array(4)];
      packUuid(left, a, 0);
      packUuid(right, b, 0);
      const first = [...a].findIndex((word, at) => word !== b[at]);
      expect(first >= 0 && (a[first] ?? 0) < (b[first] ?? 0)).toBe(left < right);
    }),
  );
});

test.each([
  UUID.toUpperCase(),
  UUID.replace("e", "E"),
  UUID.replaceAll("-", ""),
  UUID.replaceAll("-", "_"),
  UUID.slice(0, 35),
  `${UUID}0`,
  `{${UUID.slice(0, 34)}}`,
  "6343e28e3-a68-4713-8dbe-027fd1b584e1",
  "6343e28e-3a68-4713-8dbe-027fd1b584eg",
  "6343e28e-3a68-4713-8dbe-027fd1b584e\u0661",
  "6343e28e-3a68-4713-8dbe-027fd1b584e\uff11",
  "6343e28/-3a68-4713-8dbe-027fd1b584e1",
  "6343e28:-3a68-4713-8dbe-027fd1b584e1",
  "6343e28`-3a68-4713-8dbe-027fd1b584e1",
  `${UUID}\n`,
  "",
])("%j is not canonical, and nothing is written", (text) => {
  const words = Uint32Array.from(UNTOUCHED);
  expect(packUuid(text, words, 1)).toBe(false);
  expect([...words]).toEqual(UNTOUCHED);
  expect(isCanonicalUuid(text)).toBe(false);
});

test("packing takes exactly what counts as canonical, one changed character or not", () => {
  const damaged = fc
    .tuple(anyUuid, fc.nat(35), fc.string({ unit: "binary", minLength: 1, maxLength: 1 }))
    .map(([uuid, at, character]) => uuid.slice(0, at) + character + uuid.slice(at + 1));
  fc.assert(
    fc.property(fc.oneof(damaged, anyUuid, fc.string()), (text) => {
      expect(packUuid(text, new Uint32Array(4), 0)).toBe(isCanonicalUuid(text));
    }),
    { numRuns: 2000 },
  );
});
