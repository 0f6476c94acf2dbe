import { expect, test } from "vitest";
import { KINDS } from "../../src/judge/kind.ts";
import { judge, only, properties, rawImage, removing, type RawImage } from "./raw-image.ts";

const SHELVED = { instance: undefined, shelved: true };
const kindOf = (image: Partial<RawImage>, nova?: typeof SHELVED) => judge(rawImage(image), nova).kind;

test("kinds come in the order in which they are tried", () => {
  expect(KINDS).toEqual(["volume-snapshot", "backup", "shelved", "snapshot", "derived", "image"]);
});

test.each([
  ["volume-snapshot", properties({ bdm_v2: "True", image_type: "backup" })],
  ["backup", properties({ image_type: "backup" })],
  ["shelved", properties()],
  ["shelved", only({ instance_uuid: "x" })],
  ["shelved", []],
] as const)("of a shelved server's image %s comes first", (kind, rows) => {
  expect(kindOf({ rows }, SHELVED)).toBe(kind);
});

test.each([
  ["volume-snapshot", properties({ block_device_mapping: "[]" })],
  ["volume-snapshot", only({ bdm_v2: "" })],
  ["backup", only({ image_type: "backup" })],
  ["snapshot", only({ image_type: "snapshot" })],
  ["snapshot", properties({ instance_uuid: "" })],
  ["derived", properties({ image_type: "Snapshot" })],
  ["derived", properties({ image_type: null })],
  ["derived", only({ base_image_ref: "" })],
  ["image", only({ Image_Type: "snapshot", os_distro: "debian" })],
  ["image", []],
] as const)("%s", (kind, rows) => {
  expect(kindOf({ rows })).toBe(kind);
});

test("removed rows make no kind, unless the image's own deletion took them", () => {
  const rows = removing(properties({ bdm_v2: "True" }));
  expect(kindOf({ rows })).toBe("image");
  expect(kindOf({ rows, deleted: true })).toBe("volume-snapshot");
  expect(kindOf({ rows: removing(properties()), deleted: true })).toBe("snapshot");
});
