import fc from "fast-check";
import { OTHER_NAMES, TEXT_VALUES, UUID_VALUES } from "../judge/arbitrary-image.ts";
import { alikeUuid, anyUuid } from "./any-uuid.ts";
import type { StoredRow, TestDatabase } from "./test-database.ts";

/** The rows of a small glance database. */
export interface RandomGlance {
  readonly images: readonly StoredRow[];
  readonly properties: readonly StoredRow[];
  /** Which of the properties spell their image's id in other letters, where the database allows that. */
  readonly respelled: ReadonlySet<number>;
}

/** Up to 36 characters of a user's choosing, where older releases let users choose. */
const ODD_IDS = [
  "0",
  "-",
  "~",
  "image-1",
  "IMAGE-2",
  "zz",
  "zz\t",
  "7fffffff",
  "80000000-ffff",
  "ffffffff-zzzz",
  "6343e28e3a6847138dbe027fd1b584e1",
  "ffffffff-ffff-ffff-ffff-fffffffffffg",
  "im'age\\;--",
  "%",
  "_",
];
const id = fc.oneof(
  { weight: 5, arbitrary: anyUuid },
  { weight: 3, arbitrary: alikeUuid },
  { weight: 3, arbitrary: anyUuid.map((uuid) => uuid.toUpperCase()) },
  { weight: 2, arbitrary: fc.constantFrom(...ODD_IDS) },
);

const NAMES = [
  null,
  "",
  " ",
  "web-01",
  "Ünïcode 画像",
  "😀",
  "a\u0000b",
  "line\r\nend",
  "'; drop table images; --",
  "\\",
];
const OWNERS = [null, "", "1f2e", "1F2E", "1f2e ", "２", "p😀"];
const SIZES = [null, 0, 1, 2 ** 31, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n];
const STATUSES = ["active", "queued", "saving", "Active", "active ", "killed", "deleted", "pending_delete"];
const TIMES = ["2020-02-29 23:59:59", "2024-05-06 07:08:09", "2024-05-06 07:08:10", "2026-11-24 00:00:00"];
const VISIBILITIES = ["private", "public", "shared", "community"];

const image = fc.record({
  id,
  name: fc.constantFrom(...NAMES),
  owner: fc.constantFrom(...OWNERS),
  size: fc.constantFrom(...SIZES),
  status: fc.constantFrom(...STATUSES),
  created_at: fc.constantFrom(...TIMES),
  updated_at: fc.constantFrom(null, ...TIMES),
  deleted_at: fc.constantFrom(null, null, ...TIMES),
  deleted: fc.constantFrom(0, 0, 0, 1),
  disk_format: fc.constantFrom(null, "qcow2", "vhd", "VHD"),
  visibility: fc.constantFrom(...VISIBILITIES),
  protected: fc.constantFrom(0, 0, 1),
  min_disk: fc.constant(0),
  min_ram: fc.constant(0),
});

const HOSTILE_NAMES = [
  "",
  " ",
  "%",
  "_",
  "image%type",
  "image_type'",
  "image_type\\",
  "Image_Type ",
  "IMAGE_TYPE",
  "image_Type",

  "iMaGe_LoCaTiOn",
  "İNSTANCE_UUID",
  "ｖｍｗａｒｅ_x",
  "VMWARE_X",
  "vmwareXx",
  "vmware%",
  "bdm_v2😀",
  "😀image_type",

  "b",
  "i",
  "a",
  "v",
  "I",
  "image_type\n",
  "instance-uuid",
  "base_image_ref:1",
  "image.type",
  "0image_type",
];
const property = fc.record({
  name: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom("image_type", "instance_uuid", "base_image_ref", "image_location"),
    },
    { weight: 3, arbitrary: fc.constantFrom(...OTHER_NAMES) },
    { weight: 2, arbitrary: fc.constantFrom(...HOSTILE_NAMES) },
  ),
  value: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("snapshot", "backup", UUID_VALUES[0], UUID_VALUES[1]) },
    {
      weight: 3,
      arbitrary: fc.constantFrom<string | null>(...TEXT_VALUES, ...UUID_VALUES, "😀", "long ".repeat(2000)),
    },
  ),
  deleted: fc.constantFrom(0, 0, 0, 1),
  deleted_at: fc.constantFrom(null, ...TIMES),
  respelled: fc.nat(5).map((chance) => chance === 0),
});

/** Images and their properties; ids of properties have gaps, so that scanning takes several statements. */
export const randomGlance: fc.Arbitrary<RandomGlance> = fc
  .tuple(
    fc.array(fc.tuple(image, fc.array(property, { maxLength: 7 }), fc.boolean()), { maxLength: 25 }),
    fc.constantFrom(1, 777, 9_999, 30_001),
  )
  .map(([given, gap]) => {
    const drafts = given.flatMap(([{ id: image_id, created_at }, rows, wholly]) =>
      rows.map((row) => ({ image_id, created_at, row, deleted: wholly ? 1 : row.deleted })),
    );
    return {
      images: given.map(([row]) => row),
      properties: drafts.map(({ image_id, created_at, row: { name, value, deleted_at }, deleted }, at) => ({
        id: (at + 1) * gap,
        image_id,
        name,
        value,
        created_at,
        deleted_at,
        deleted,
      })),
      respelled: new Set(drafts.flatMap(({ row }, at) => (row.respelled ? [at] : []))),
    };
  });

/** Empties the database and fills it anew. `ignoresCase`: an id may be spelled in other letters. */
export async function fill(db: TestDatabase, glance: RandomGlance, ignoresCase: boolean): Promise<void> {
  await db.run("delete from image_properties");
  await db.run("delete from images");
  await db.insert("images", glance.images);
  await db.insert(
    "image_properties",
    glance.properties.map((row, at) =>
      ignoresCase && glance.respelled.has(at) ? { ...row, image_id: swapCase(String(row["image_id"])) } : row,
    ),
  );
}

function swapCase(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
}
