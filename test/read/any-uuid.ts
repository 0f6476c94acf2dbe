import fc from "fast-check";

/** Any 128 bits: ids need not be of a version that RFC 9562 knows. */
export const anyUuid: fc.Arbitrary<string> = fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((bits) =>
  bits
    .toString(16)
    .padStart(32, "0")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
);

/** Few different beginnings, as where ids collide in a hash table or stand on one side of a pivot. */
export const alikeUuid: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom("00000000", "00000001", "7fffffff", "80000000", "fffffffe", "ffffffff"),
    fc.constantFrom("0000-4713-8dbe", "ffff-4713-8dbe", "ffff-ffff-ffff"),
    fc.constantFrom("000000000000", "000000000001", "ffffffffffff"),
  )
  .map((parts) => parts.join("-"));
