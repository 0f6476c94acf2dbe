import fc from "fast-check";
import { expect, test } from "vitest";
import { CAUSES } from "../../src/judge/cause.ts";
import { judgeImage, type ImageVerdict } from "../../src/judge/judge-image.ts";
import { KINDS } from "../../src/judge/kind.ts";
import { arbitraryImage, arbitraryNova } from "./arbitrary-image.ts";
import { contractVerdict, type ContractVerdict } from "./contract.ts";
import { inTimeZone } from "./in-time-zone.ts";
import { factsOf, NOW, rawImage, type RawImage } from "./raw-image.ts";

function flat({ classification, kind, explanation }: ImageVerdict): ContractVerdict {
  const { counted, ...lists } = classification;
  return {
    ...lists,
    kind,
    cause: explanation?.cause ?? null,
    expected: explanation?.expected ?? null,
    counted: Object.fromEntries(Object.entries(counted).map(([name, stored]) => [name, stored.value])),
  };
}

test("the verdict on any image is the one that the written rules demand", () => {
  fc.assert(
    fc.property(arbitraryImage, arbitraryNova, (image, nova) => {
      expect(flat(judgeImage(factsOf(image), nova, NOW))).toEqual(contractVerdict(image, nova, NOW));
    }),
    { numRuns: 6000 },
  );
});

test("the random images show every cause and kind, with and without need to act", () => {
  const samples = fc.sample(fc.tuple(arbitraryImage, arbitraryNova), { seed: 1, numRuns: 6000 });
  const verdicts = samples.map(([image, nova]) => contractVerdict(image, nova, NOW));
  expect(new Set(verdicts.map(({ kind }) => kind))).toEqual(new Set(KINDS));
  const seen = new Set(verdicts.map(({ cause, expected }) => `${cause} ${expected}`));
  expect(new Set(verdicts.map(({ cause }) => cause))).toEqual(new Set([...CAUSES, null]));
  expect([...seen].filter((text) => /^(?:no-data|in-flight)/.test(text)).sort()).toEqual([
    "in-flight false",
    "in-flight true",
    "no-data false",
    "no-data true",
  ]);
});

test("class, absent, wrong, removed and counted hang together for any image", () => {
  fc.assert(
    fc.property(arbitraryImage, (image) => {
      const { classification } = judgeImage(factsOf(image), undefined, NOW);
      const { absent, counted, removed, wrong } = classification;
      expect(absent.length + Object.keys(counted).length).toBe(4);
      expect(absent.filter((name) => name in counted)).toEqual([]);
      expect(wrong.filter((name) => !(name in counted))).toEqual([]);
      expect(removed.filter((name) => !absent.includes(name))).toEqual([]);
      expect(classification.class === "full").toBe(absent.length + wrong.length === 0);
      expect(classification.class === "missing").toBe(absent.length === 4);
      expect(image.deleted ? removed : []).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test("nothing about nova is guessed: without it, as if no server were known", () => {
  fc.assert(
    fc.property(arbitraryImage, (image) => {
      const unknown = { instance: undefined, shelved: false };
      expect(judgeImage(factsOf(image), undefined, NOW)).toEqual(judgeImage(factsOf(image), unknown, NOW));
    }),
  );
});

const explain = (raw: RawImage) => judgeImage(factsOf(raw), undefined, NOW).explanation;

test("the verdict does not depend on the time zone of the machine", () => {
  const image = rawImage({ status: "queued", createdAt: "2026-05-05 13:00:00" });
  const queued = { ...image, rows: image.rows.filter((row) => row.name !== "image_location") };
  const aDayOld = { ...queued, createdAt: "2026-05-05 12:00:00.999999" };
  for (const zone of ["UTC", "America/Caracas", "Pacific/Kiritimati", "Asia/Kathmandu"]) {
    inTimeZone(zone, () => {
      expect(explain(queued)).toEqual({ cause: "in-flight", expected: true });
      expect(explain(aDayOld)).toEqual({ cause: "in-flight", expected: false });
    });
  }
});
