import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { items, parseAge, parseMoment, parseSize, toStored } from "../../src/cli/parse-values.ts";
import { inTimeZone } from "../judge/in-time-zone.ts";

const NOW = new Date("2026-05-06T07:08:09.500Z");
const DAY = 86_400_000;

test.each([
  ["0", 0],
  ["0d", 0],
  ["1s", 1000],
  ["90m", 5_400_000],
  ["12h", DAY / 2],
  ["30d", 30 * DAY],
  ["2w", 14 * DAY],
  ["1.5h", 5_400_000],
  ["0.25d", DAY / 4],
  ["052w", 364 * DAY],
  ["365000d", 365_000 * DAY],
])("%s is an age of %i ms", (text, age) => {
  expect(parseAge(text)).toBe(age);
});

test.each([
  "",
  " ",
  "30",
  "1",
  "d",
  "-1d",
  "+1d",
  "1 d",
  " 1d",
  "1d ",
  "1D",
  "1H",
  "1y",
  "1M",
  "1.d",
  ".5d",
  "1,5d",
  "1d2h",
  "1e3d",
  "0x10d",
  "١d",
  "１d",
  "1d\n",
  "Infinityd",
  "NaNd",
  "1dd",
])("%j is no age", (text) => {
  expect(parseAge(text)).toBeUndefined();
  expect(parseMoment(text, NOW)).toBeUndefined();
});

test.each(["365001d", "999999w", "99999999999d", `${"9".repeat(400)}s`])(
  "%.20s is longer than any calendar",
  (text) => {
    expect(parseAge(text)).toBeUndefined();
    expect(parseMoment(text, NOW)).toBeUndefined();
  },
);

describe("a moment is UTC, whatever the machine's time zone", () => {
  test.each([
    ["2024-05-06", "2024-05-06 00:00:00"],
    ["2024-02-29", "2024-02-29 00:00:00"],
    ["2024-05-06T07:08", "2024-05-06 07:08:00"],
    ["2024-05-06T07:08Z", "2024-05-06 07:08:00"],
    ["2024-05-06T07:08:09", "2024-05-06 07:08:09"],
    ["2024-05-06T07:08:09Z", "2024-05-06 07:08:09"],
    ["2024-05-06 07:08:09", "2024-05-06 07:08:09"],
    ["2024-03-31T02:30:00", "2024-03-31 02:30:00"],
    ["0001-01-01", "0001-01-01 00:00:00"],
    ["9999-12-31T23:59:59Z", "9999-12-31 23:59:59"],
    ["12h", "2026-05-05 19:08:09"],
    ["30d", "2026-04-06 07:08:09"],
    ["0", "2026-05-06 07:08:09"],
  ])("%s", (text, stored) => {
    for (const zone of ["UTC", "America/Caracas", "Europe/Berlin"]) {
      inTimeZone(zone, () => {
        const moment = parseMoment(text, NOW);
        expect(moment && toStored(moment)).toBe(stored);
      });
    }
  });
});

test.each([
  "2024-02-30",
  "2023-02-29",
  "2024-13-01",
  "2024-00-01",
  "2024-01-00",
  "2024-01-32",
  "0000-00-00",

  "2024-05-06T24:00:00",
  "2024-05-06T25:00",
  "2024-05-06T07:60",
  "2024-05-06T07:08:60",
  "2024-05-06T7:08",

  "2024-05-06T07",
  "2024-05-06Z",
  "2024-05-06T07:08:09+02:00",
  "2024-05-06T07:08:09.5",
  "2024-5-6",
  "24-05-06",

  "06.05.2024",
  "05/06/2024",
  "20240506",
  "2024-05-06t07:08",
  "2024-05-06  07:08",
  " 2024-05-06",
  "2024-05-06\n",
  "yesterday",
  "now",
  "2024",
  "２０２４-05-06",
  "-2024-05-06",
  "+002024-05-06",
])("%j is no moment", (text) => {
  expect(parseMoment(text, NOW)).toBeUndefined();
});

/** Two digits, from 00 up. */
const digits = (most: number): fc.Arbitrary<string> => fc.nat(most).map((at) => String(at).padStart(2, "0"));

test("every day of the calendar is understood, and only those", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1900, max: 2100 }), digits(14), digits(33), (year, month, day) => {
      const daysOf = [
        31,
        year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28,
        31,
        30,
        31,
        30,
        31,
        31,
        30,
        31,
        30,
        31,
      ];
      const isDay = Number(day) >= 1 && Number(day) <= (daysOf[Number(month) - 1] ?? 0);
      const moment = parseMoment(`${year}-${month}-${day}`, NOW);
      expect(moment && toStored(moment)).toBe(isDay ? `${year}-${month}-${day} 00:00:00` : undefined);
    }),
    {
      examples: [
        [2000, "02", "29"],
        [1900, "02", "29"],
        [2023, "02", "29"],
        [2024, "02", "29"],
      ],
    },
  );
});

test.each([
  ["0", 0n],
  ["1", 1n],
  ["1024B", 1024n],
  ["1K", 1024n],
  ["1k", 1024n],
  ["1KB", 1024n],
  ["1KiB", 1024n],
  ["500M", 500n * 2n ** 20n],
  ["10G", 10n * 2n ** 30n],
  ["1.5T", 3n * 2n ** 39n],
  ["0.5G", 2n ** 29n],
  ["1.001K", 1025n],
  ["2P", 2n ** 51n],
  ["9007199254740993", 2n ** 53n + 1n],
  ["16384P", 2n ** 64n],
])("%s is a size of %i bytes", (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test.each([
  "",
  " ",
  "G",
  "-1G",
  "+1G",
  "1 G",
  " 1G",
  "1G ",
  "1E",
  "1Z",
  "1e3",
  "1.G",
  ".5G",
  "1.2345G",
  "1,5G",
  "1GG",
  "0x10",
  "１G",
  "1Kbit",
  "NaN",
  "1G\n",
])("%j is no size", (text) => {
  expect(parseSize(text)).toBeUndefined();
});

test("toStored cuts fractions, never rounds", () => {
  expect(toStored(new Date("2024-12-31T23:59:59.999Z"))).toBe("2024-12-31 23:59:59");
});

test("lists with commas and repeated options are one list; blanks around and empty items go", () => {
  expect(items(["a,b", " c ", "d,,e,", "", ",", "\u00a0f\t"])).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect(items(["two words", "a,a"])).toEqual(["two words", "a", "a"]);
  expect(items([])).toEqual([]);
});
