import fc from "fast-check";
import { OTHER_NAMES, TEXT_VALUES, UUID_VALUES } from "../judge/arbitrary-image.ts";
import { alikeUuid, anyUuid } from "./any-uuid.ts";

/** A row of image_properties. */
export interface Row {
  readonly imageId: string;
  readonly name: string;
  readonly value: string | null;
  readonly deleted: boolean;
}

const ODD_IDS = [
  "image-1",
  "IMAGE-2",
  "0",
  "~",
  "-",
  "zz",
  "zz\t",
  "7fffffff",
  "ffffffff-ffff-ffff-ffff-fffffffffffg",
];
const imageId = fc.oneof(
  { weight: 4, arbitrary: alikeUuid },
  { weight: 3, arbitrary: anyUuid },
  { weight: 3, arbitrary: anyUuid.map((uuid) => uuid.toUpperCase()) },
  { weight: 2, arbitrary: alikeUuid.map((uuid) => uuid.toUpperCase()) },
  { weight: 2, arbitrary: fc.constantFrom(...ODD_IDS) },
);
/** What nova writes. */
export const plainValue: Readonly<Record<string, string>> = {
  image_type: "snapshot",
  image_location: "snapshot",
  instance_uuid: UUID_VALUES[0],
  base_image_ref: UUID_VALUES[1],
};
const name = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...Object.keys(plainValue)) },
  fc.constantFrom(...OTHER_NAMES),
);
const odd = fc.constantFrom<string | null>(...TEXT_VALUES, ...UUID_VALUES);

/** One image's rows: the key of the table lets a name occur but once. */
const rowsOfImage = fc.uniqueArray(fc.record({ name, odd, isOdd: fc.nat(9), deleted: fc.nat(5) }), {
  maxLength: 6,
  selector: (row) => row.name,
});

/** Image ids that the database takes for different ones, each with rows, the rows in any order. */
export function tables(ignoresCase: boolean): fc.Arbitrary<{ ids: string[]; rows: Row[] }> {
  const selector = (id: string): string => (ignoresCase ? id.toLowerCase() : id);
  return fc
    .uniqueArray(fc.tuple(imageId, rowsOfImage), {
      maxLength: 40,
      size: "medium",
      selector: ([id]) => selector(id),
    })
    .map((images) => ({
      ids: images.map(([id]) => id),
      rows: images.flatMap(([id, rows]) =>
        rows.map((row) => ({
          imageId: id,
          name: row.name,
          value: row.isOdd === 0 ? row.odd : (plainValue[row.name] ?? "x"),
          deleted: row.deleted === 0,
        })),
      ),
    }))
    .chain(({ ids, rows }) =>
      fc.shuffledSubarray(rows, { minLength: rows.length }).map((shuffled) => ({ ids, rows: shuffled })),
    );
}
