import fc from "fast-check";
import { expect, test } from "vitest";
import { isNearMiss } from "../../src/judge/near-miss.ts";
import { markOf, MARK } from "../../src/judge/property-set.ts";
import { SNAPSHOT_PROPERTIES } from "../../src/schema/snapshot-properties.ts";

const NEAR = [
  "Image_Type",
  "IMAGE_TYPE",
  "imagE_type",
  " image_type",
  "image_type ",
  "\timage_type\r\n",
  "\u00a0image_type\u202f",
  "image_type\u0085",
  "\u3000image_type\u2028\u2029",
  "\u1680image_type\u205f",
  "\u000bimage_type\u000c",
  "ｉｍａｇｅ＿ｔｙｐｅ",
  "image\uff3ftype",
  "ímäge_typė",
  "i\u0301mage_type",
  "image_type\u20dd",
  "\u0301image_type",
  "İmage_type",
  "IMAGE_TYPE\u0307",
  "𝐢𝐦𝐚𝐠𝐞_type",
  "ⓘmage_type",
  "ᵢmage_type",
  " Ｉ\u0308mage_Type\u0085",
  // A diaeresis of its own is a blank with a mark.
  "¨image_type",
];

const FAR = [
  "image_type",
  "image-type",
  "image type",
  "image_ type",
  "imagetype",
  "image__type",
  "my_image_type",
  "image_type_2",
  "image_types",
  "hw_image_type",
  "Image_Types",
  "image_type\ufeff",
  "\u200bimage_type",
  "image\u00adtype",
  "image_type\u0000",
  "image_type.",
  "\u180eimage_type",
  // Neither has a decomposition: the dotless i, Cyrillic letters, a crossed-out i.
  "ımage_type",
  "imаge_tуpe",
  "ɨmage_type",
  "",
  " ",
];

test.each(NEAR)("%j is nearly image_type", (text) => {
  expect(isNearMiss(text, "image_type")).toBe(true);
  expect(markOf(text)).toBe(MARK.nearMissName);
});

test.each(FAR)("%j is not nearly image_type", (text) => {
  expect(isNearMiss(text, "image_type")).toBe(false);
  expect(markOf(text)).toBe(0);
});

test.each([
  ["inﬆance_uuid", "instance_uuid"],
  ["inſtance_uuid", "instance_uuid"],
  ["instance_uuıd", null],
  ["baſe_image_ref", "base_image_ref"],
  ["base_image_reﬀ", null],
  ["bàse_image_rEf", "base_image_ref"],
  ["image_locatiºn", "image_location"],
  ["image_locatiøn", null],
])("ligatures and long letters: %j", (name, right) => {
  expect(SNAPSHOT_PROPERTIES.filter((one) => isNearMiss(name, one))).toEqual(right === null ? [] : [right]);
});

test.each([
  "Snapshot",
  "SNAPSHOT",
  " snapshot",
  "snapshot\u0085",
  "ｓｎａｐｓｈｏｔ",
  "ſnapshot",
  "snápshot",
  "snapſhoT",
])("the value %j is nearly snapshot", (value) => {
  expect(isNearMiss(value, "snapshot")).toBe(true);
});

test.each(["snapshot", "snapshots", "snap shot", "Snapshot.", "shapshot", "backup", ""])(
  "the value %j is not",
  (value) => {
    expect(isNearMiss(value, "snapshot")).toBe(false);
  },
);

const isDropped = (text: string): boolean => /^[\p{White_Space}\p{M}]*$/u.test(text.normalize("NFKD"));

test("what surrounds a name counts only if it is blank or a combining mark", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 3 }),
      fc.string({ unit: "binary", maxLength: 3 }),
      (head, tail) => {
        const text = `${head}image_type${tail}`;
        const near = isNearMiss(text, "image_type");
        expect(near).toBe(text !== "image_type" && isDropped(head) && isDropped(tail));
      },
    ),
    {
      examples: [
        ["\u3000", ""],
        ["", "\u0085\u0301"],
        ["\ufeff", ""],
        ["x", ""],
      ],
    },
  );
});

test("folding a near miss by hand gives the right name, whatever was changed", () => {
  const change = fc.constantFrom<(text: string) => string>(
    (text) => text.toUpperCase(),
    (text) => ` ${text}`,
    (text) => `${text}\u3000`,
    (text) => text.replace("e", "é"),
    (text) => text.replace("a", "a\u0308"),
    (text) => text.replaceAll(/[a-z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...SNAPSHOT_PROPERTIES),
      fc.array(change, { minLength: 1 }),
      (name, changes) => {
        const changed = changes.reduce((text, apply) => apply(text), name as string);
        expect(isNearMiss(changed, name)).toBe(true);
      },
    ),
  );
});

test("marks are exact: capitals and neighbours are other properties", () => {
  expect(["block_device_mapping", "bdm_v2"].map(markOf)).toEqual([MARK.blockDevice, MARK.blockDevice]);
  expect(["vmware_", "vmware_disktype", "auto_disk_config"].map(markOf)).toEqual([
    MARK.driver,
    MARK.driver,
    MARK.driver,
  ]);
  const others = [
    "Bdm_v2",
    "bdm_v2 ",
    "block_device_mappings",
    "vmware",
    "Vmware_x",
    "x_vmware_y",
    "Auto_Disk_Config",
  ];
  expect(others.map(markOf)).toEqual(others.map(() => 0));
});
