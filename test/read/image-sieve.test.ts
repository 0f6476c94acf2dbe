import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classify } from "../../src/judge/classify.ts";
import { referenceOf, type ImageReference } from "../../src/read/glance/image-reference.ts";
import { PropertyIndex } from "../../src/read/packed/property-index.ts";
import { tables, type Row } from "./arbitrary-properties.ts";

function indexOf(rows: readonly Row[], ignoresCase: boolean): PropertyIndex {
  const index = new PropertyIndex(ignoresCase, "");
  for (const { imageId, name, value, deleted } of rows) index.add(imageId, name, value, deleted);
  return index;
}

/** Some instances are wanted and others are not, whatever their numbers. */
const isWanted = (instance: string): boolean => /[02468ace]$/.test(instance);

describe.each([
  ["that minds case", false],
  ["that ignores case", true],
])("in a database %s", (_, ignoresCase) => {
  test("images are parted by where their live rows lead, and the others are classed as they would be", () => {
    let wanted = 0;
    let others = 0;
    fc.assert(
      fc.property(tables(ignoresCase), fc.boolean(), ({ ids, rows }, wantsVolumes) => {
        const index = indexOf(rows, ignoresCase);
        const isReferenceWanted = ({ instance, volumeBacked }: ImageReference): boolean =>
          volumeBacked ? wantsVolumes : instance !== undefined && isWanted(instance);
        const parted = index
          .sieve({ to: isReferenceWanted, toInstance: (number) => isWanted(index.instances.keyOf(number)) })
          .part(ids);
        const expected = ids.map((id) => {
          const set = index.get(id);
          const reference = referenceOf(id, set, false);
          return reference !== undefined && isReferenceWanted(reference)
            ? undefined
            : classify(set, false).class;
        });
        expect(parted).toEqual(expected);
        wanted += parted.filter((found) => found === undefined).length;
        others += parted.filter((found) => found === "full" || found === "partial").length;
      }),
      { numRuns: 150 },
    );
    expect(Math.min(wanted, others)).toBeGreaterThan(0);
  });

  test.each([false, true])(
    "instances are named by number as they are by reference; removed: %s",
    (removed) => {
      fc.assert(
        fc.property(tables(ignoresCase), ({ rows }) => {
          const index = indexOf(rows, ignoresCase);
          const named = new Set<string>();
          index.instancesNamed(removed, {
            number: (number) => named.add(index.instances.keyOf(number)),
            uuid: (uuid) => named.add(uuid),
          });
          const referred = Array.from(index.references(removed), ({ instance }) => instance);
          expect(named).toEqual(new Set(referred.filter((instance) => instance !== undefined)));
        }),
        { numRuns: 150 },
      );
    },
  );
});
