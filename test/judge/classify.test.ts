import { expect, test } from "vitest";
import { classify, isRight } from "../../src/judge/classify.ts";
import { SNAPSHOT_PROPERTIES } from "../../src/schema/snapshot-properties.ts";
import { isUuid } from "../../src/schema/uuid.ts";
import { factsOf, properties, rawImage, removing, SERVER, UUID, type RawProperty } from "./raw-image.ts";

function classOf(rows: readonly RawProperty[], deleted = false) {
  return classify(factsOf(rawImage({ rows })).properties, deleted);
}

test("the lists come in the order in which reports name the four", () => {
  const reversed = properties({ image_type: "", instance_uuid: "" }).toReversed();
  expect(classOf(reversed).wrong).toEqual(["image_type", "instance_uuid"]);
  expect(classOf([]).absent).toEqual(["image_type", "instance_uuid", "base_image_ref", "image_location"]);
  expect(classOf(removing(reversed)).removed).toEqual(SNAPSHOT_PROPERTIES);
});

test("NULL, empty, absent and removed are four different things", () => {
  const rows = [
    ...properties({
      image_type: null,
      instance_uuid: "",
      base_image_ref: undefined,
      image_location: undefined,
    }),
    { name: "image_location", value: "snapshot", deleted: true },
  ];
  expect(classOf(rows)).toEqual({
    class: "partial",
    counted: {
      image_type: { value: null, deleted: false },
      instance_uuid: { value: "", deleted: false },
    },
    absent: ["base_image_ref", "image_location"],
    wrong: ["image_type", "instance_uuid"],
    removed: ["image_location"],
  });
});

test("under a deleted image the rows that went with it count, values unchanged", () => {
  const rows = removing(properties({ instance_uuid: SERVER.toUpperCase() }), "image_type", "instance_uuid");
  expect(classOf(rows, false)).toMatchObject({ class: "partial", removed: ["image_type", "instance_uuid"] });
  const whole = classOf(rows, true);
  expect(whole).toMatchObject({ class: "full", absent: [], wrong: [], removed: [] });
  expect(whole.counted.instance_uuid?.value).toBe(SERVER.toUpperCase());
});

test("only the exact name counts", () => {
  const rows = ["Image_Type", "image_type ", " image_type", "image-type", "ｉmage_type", ""].map((name) => ({
    name,
    value: "snapshot",
    deleted: false,
  }));
  expect(classOf(rows)).toMatchObject({ class: "missing", counted: {} });
});

test.each([
  ["snapshot", true],
  ...["Snapshot", "snapshot ", "snapshot\n", "snapshots", "backup", "", "ｓnapshot"].map(
    (text) => [text, false] as const,
  ),
  [null, false],
] as const)("image_type and image_location %j: right is %s", (value, right) => {
  expect(isRight("image_type", value)).toBe(right);
  expect(isRight("image_location", value)).toBe(right);
});

test.each([
  [UUID, true],
  [UUID.toUpperCase(), true],
  ["6343E28e-3a68-4713-8DBE-027fd1b584e1", true],
  ["00000000-0000-0000-0000-000000000000", true],
  ["ffffffff-ffff-ffff-ffff-ffffffffffff", true],
  [UUID.replaceAll("-", ""), false],
  [`{${UUID}}`, false],
  [`${UUID}\n`, false],
  [` ${UUID}`, false],
  [UUID.slice(1), false],
  [`${UUID}0`, false],
  [UUID.replace("6343", "634g"), false],
  [UUID.replace("6343", "634\uff13"), false],
  ["6343e28e3-a68-4713-8dbe-027fd1b584e1", false],
  ["6343e28e_3a68_4713_8dbe_027fd1b584e1", false],
  ["", false],
  [null, false],
])("%j is a UUID: %s", (value, right) => {
  expect(isUuid(value)).toBe(right);
  expect(isRight("instance_uuid", value)).toBe(right);
  expect(isRight("base_image_ref", value)).toBe(right);
});
