import fc from "fast-check";
import { expect, test } from "vitest";
import { InternalError } from "../../src/errors.ts";
import { CLASSES, type Class } from "../../src/judge/classify.ts";
import { ImageTally } from "../../src/judge/totals.ts";

const size = fc.oneof(
  fc.constant(null),
  fc.constantFrom(0, 1, 2 ** 51 - 1, 2 ** 51, 2 ** 51 + 1, 2 ** 53 - 1),
  fc.maxSafeNat(),
  fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
);

test("counts and bytes are exact, however large the sizes are", () => {
  const image = fc.tuple(fc.constantFrom(...CLASSES), size, fc.constantFrom(true, false, null));
  fc.assert(
    fc.property(fc.array(image, { maxLength: 60 }), (images) => {
      const tally = new ImageTally();
      for (const [found, sizeBytes, expected] of images) tally.count(found, sizeBytes, expected);
      const of = (name: Class): number => images.filter(([found]) => found === name).length;
      const totals = {
        scanned: images.length,
        full: of("full"),
        partial: of("partial"),
        missing: of("missing"),
        size_bytes: images.reduce((sum, [, bytes]) => sum + BigInt(bytes ?? 0), 0n),
        printed: 0,
      };
      expect(tally.totals()).toEqual(totals);
      // Asking does not change the answer.
      expect(tally.totals()).toEqual(totals);
      expect(tally.findings).toBe(images.filter(([, , expected]) => expected === false).length);
    }),
  );
});

test("ten thousand large sizes do not lose a byte on the way", () => {
  const tally = new ImageTally();
  for (let at = 0; at < 10_000; at += 1) tally.count("full", 2 ** 50 + 1, null);
  expect(tally.totals().size_bytes).toBe(10_000n * (2n ** 50n + 1n));
});

test("printed rows and whether a limit cut them", () => {
  const tally = new ImageTally();
  for (let at = 0; at < 5; at += 1) tally.count("missing", null, null);
  tally.print(3, false);
  expect([tally.totals().printed, tally.wasCut]).toEqual([3, false]);
  tally.print(1, true);
  tally.print(0, false);
  expect([tally.totals().printed, tally.wasCut]).toEqual([4, true]);
});

test("figures that do not reconcile are an internal error, never printed", () => {
  const printedTwice = new ImageTally();
  printedTwice.count("full", 1, null);
  printedTwice.print(2, false);
  expect(() => printedTwice.totals()).toThrow(InternalError);
  const noClass = new ImageTally();
  noClass.count("whole" as Class, 1, null);
  expect(() => noClass.totals()).toThrow(/do not reconcile/);
  expect(new InternalError("x").exitCode).toBe(5);
});
