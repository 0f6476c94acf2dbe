import fc from "fast-check";
import { expect, test } from "vitest";
import { PrefixBits } from "../../src/read/packed/prefix-bits.ts";
import { alikeUuid, anyUuid } from "./any-uuid.ts";

const name = fc.oneof(
  anyUuid,
  alikeUuid,
  anyUuid.map((uuid) => uuid.toUpperCase()),
  fc.string(),
);

test.each([4, 5] as const)("nothing that was added is excluded, in any spelling: %s digits", (digits) => {
  fc.assert(
    fc.property(fc.array(name), (names) => {
      const bits = new PrefixBits(digits);
      for (const each of names) bits.add(each);
      for (const each of names) expect(bits.excludes(each)).toBe(false);
      for (const each of names) expect(bits.excludes(each.toUpperCase())).toBe(false);
    }),
  );
});

test.each([4, 5] as const)("a UUID that begins like none of them is excluded: %s digits", (digits) => {
  const bits = new PrefixBits(digits);
  bits.add("0123a567-0000-4000-8000-000000000000");
  expect(bits.excludes("0124a567-0000-4000-8000-000000000000")).toBe(true);
  expect(bits.excludes("0123b567-0000-4000-8000-000000000000")).toBe(digits === 5);
  expect(bits.excludes("golden")).toBe(false);
});
