import fc from "fast-check";
import { expect, test } from "vitest";
import { NameLists } from "../../src/read/packed/name-lists.ts";
import { anyUuid } from "./any-uuid.ts";

const SOME = fc.sample(anyUuid, { seed: 5, numRuns: 6 });
const name = fc.constantFrom(...SOME, SOME[0]!.toUpperCase(), "", "odd", "0");

test("packed lists are what sets in a map would be", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, name), { maxLength: 40 }), (pairs) => {
      const lists = new NameLists();
      const model = new Map<string, Set<string>>();
      for (const [key, value] of pairs) {
        lists.add(key, value);
        model.set(key, (model.get(key) ?? new Set()).add(value));
      }
      for (const key of [...SOME, "", "odd", "none"]) {
        expect([lists.has(key), lists.of(key)]).toEqual([model.has(key), [...(model.get(key) ?? [])]]);
      }
      const all = [...model.values()].flatMap((values) => Array.from(values));
      expect([...lists.listed()].sort()).toEqual(all.sort());
    }),
  );
});
