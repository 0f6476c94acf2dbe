import { expect, test } from "vitest";
import { isoTime, utcMs } from "../../src/judge/times.ts";
import { inTimeZone } from "./in-time-zone.ts";

const ZONES = ["UTC", "America/Caracas", "Europe/Berlin", "Pacific/Kiritimati"];

test.each([
  ["2024-05-06 07:08:09", "2024-05-06T07:08:09Z"],
  ["2024-05-06 07:08:09.000000", "2024-05-06T07:08:09Z"],
  ["2024-05-06 07:08:09.999999", "2024-05-06T07:08:09Z"],
  ["2024-02-29 23:59:59.5", "2024-02-29T23:59:59Z"],
  // A time that does not exist in Berlin's summer-time change.
  ["2024-03-31 02:30:00", "2024-03-31T02:30:00Z"],
  ["1970-01-01 00:00:00", "1970-01-01T00:00:00Z"],
])("%s is %s in every time zone", (stored, iso) => {
  for (const zone of ZONES) {
    inTimeZone(zone, () => {
      expect(isoTime(stored)).toBe(iso);
      expect(new Date(utcMs(stored)).toISOString()).toBe(iso.replace("Z", ".000Z"));
    });
  }
});

test.each([
  ["2024-05-06", "2024-05-06TZ"],
  ["2024-05-06 07:08", "2024-05-06T07:08Z"],
  ["", "TZ"],
])("%j, which is no whole time, gets no characters that it does not have", (stored, iso) => {
  expect(isoTime(stored)).toBe(iso);
});

test("the time zones of this test are real", () => {
  const offsets = new Set<number>();
  for (const zone of ZONES) inTimeZone(zone, () => offsets.add(new Date(0).getTimezoneOffset()));
  expect(offsets.size).toBe(ZONES.length);
});
