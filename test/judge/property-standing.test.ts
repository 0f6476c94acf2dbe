import { expect, test } from "vitest";
import { classify } from "../../src/judge/classify.ts";
import type { Kind } from "../../src/judge/kind.ts";
import { judgeProperties } from "../../src/judge/property-standing.ts";
import { addProperty, emptyPropertySet } from "../../src/judge/property-set.ts";

const UUID = "0b0a6d3e-1111-4222-8333-444455556666";

type Row = readonly [name: string, value: string | null, deleted?: true];

function judged(rows: readonly Row[], kind: Kind, more: { diskFormat?: string; names?: string[] } = {}) {
  const set = emptyPropertySet();
  for (const [name, value, deleted = false] of rows) addProperty(set, name, value, deleted);
  const classification = classify(set, false);
  const { diskFormat = null, names = [] } = more;
  const image = { classification, kind, diskFormat, names };
  return judgeProperties(image, (name) => set.stored[name]?.value ?? null).map(
    ({ value, standing, writer }) => [value, standing, writer],
  );
}

test("each of the four stands in one way, and a removed one keeps its value", () => {
  const rows: Row[] = [
    ["image_type", "snapshot", true],
    ["instance_uuid", "i-0000cafe"],
    ["base_image_ref", UUID],
  ];
  expect(judged(rows, "derived")).toEqual([
    ["snapshot", "removed", "nova-api"],
    ["i-0000cafe", "wrong", "nova-api"],
    [UUID, "right", "system-metadata"],
    [null, "absent", "driver"],
  ]);
});

test("NULL and the empty text are wrong, not absent", () => {
  const rows: Row[] = [
    ["instance_uuid", null],
    ["base_image_ref", ""],
  ];
  expect(judged(rows, "derived").slice(1, 3)).toEqual([
    [null, "wrong", "nova-api"],
    ["", "wrong", "system-metadata"],
  ]);
});

test.each([
  ["vhd is Hyper-V's or XenAPI's", { diskFormat: "vhd" }, "driver-never"],
  ["a vmware_ property", { names: ["vmware_disktype"] }, "driver-never"],
  ["XenAPI's property", { names: ["auto_disk_config"] }, "driver-never"],
  ["libvirt's qcow2", { diskFormat: "qcow2", names: ["os_type", "VMware_x"] }, "driver"],
])("image_location: %s", (_, more, writer) => {
  expect(judged([], "snapshot", more)[3]?.[2]).toBe(writer);
});

test("of a volume-backed image nova writes none, and what is there is an older image's", () => {
  const rows: Row[] = [
    ["instance_uuid", UUID],
    ["base_image_ref", ""],
  ];
  expect(judged(rows, "volume-snapshot").map(([, , writer]) => writer)).toEqual([
    "volume-never",
    "older-image",
    "system-metadata",
    "volume-never",
  ]);
});

test("of a backup createBackup writes image_type", () => {
  expect(judged([["image_type", "backup"]], "backup")[0]).toEqual(["backup", "wrong", "backup"]);
});
