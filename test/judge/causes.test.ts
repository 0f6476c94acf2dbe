import { describe, expect, test } from "vitest";
import type { NovaFacts } from "../../src/judge/image-facts.ts";
import {
  judge,
  only,
  properties,
  rawImage,
  removing,
  secondsAgo,
  server,
  SERVER,
  type RawImage,
} from "./raw-image.ts";

type Case = readonly [story: string, image: Partial<RawImage>, verdict: string | null, nova?: NovaFacts];

const HOUR = 3600;
const BDM = { block_device_mapping: "[]", bdm_v2: "True" };
const VMWARE = { vmware_disktype: "streamOptimized", image_location: undefined };
const BACKUP = { image_type: "backup" };
const noLocation = properties({ image_location: undefined });
const noBase = properties({ base_image_ref: undefined });
const ago = (hours: number): string => secondsAgo(hours * HOUR);
const UNFINISHED = ["queued", "saving", "importing", "uploading"];

/** `cause`, `cause!` where somebody needs to act, null where there is none. */
function verdictOn(image: Partial<RawImage>, nova?: NovaFacts): string | null {
  const { explanation } = judge(rawImage(image), nova);
  return explanation && `${explanation.cause}${explanation.expected ? "" : "!"}`;
}

/** For each cause images that it names, and the nearest ones that it does not. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  "half-deleted": [
    ["status deleted, not deleted", { status: "deleted" }, "half-deleted!"],
    ["status pending_delete, not deleted", { status: "pending_delete" }, "half-deleted!"],
    [
      "the first of two transactions took the properties",
      { status: "deleted", rows: removing(properties()) },
      "half-deleted!",
    ],
    [
      "before restored",
      { status: "deleted", deletedAt: ago(1), rows: removing(properties()) },
      "half-deleted!",
    ],
    ["an ordinary image", { status: "deleted", rows: [] }, "half-deleted!"],
    ["before volume-backed", { status: "deleted", rows: only(BDM) }, "half-deleted!"],
    ["wholly deleted", { status: "deleted", deleted: true, deletedAt: ago(1) }, null],
    ["another spelling", { status: "Deleted" }, null],
    ["killed", { status: "killed" }, null],
  ],
  restored: [
    ["all removed, deleted_at left", { deletedAt: ago(1), rows: removing(properties()) }, "restored!"],
    [
      "rows beside the four are enough",
      { deletedAt: ago(1), rows: removing(only({ os_distro: "debian" })) },
      "restored!",
    ],
    ["one row lives", { deletedAt: ago(1), rows: removing(properties(), "image_type") }, "removed!"],
    [
      "another property lives",
      { deletedAt: ago(1), rows: [...removing(properties()), ...only({ os_distro: "x" })] },
      "removed!",
    ],
    ["deleted_at was cleared", { rows: removing(properties()) }, "removed!"],
    ["no row at all", { deletedAt: ago(1), rows: [] }, null],
    ["all rows live", { deletedAt: ago(1) }, null],
    ["still deleted", { deleted: true, deletedAt: ago(1), rows: removing(properties()) }, null],
  ],
  "volume-backed": [
    ["as nova writes it", { rows: only({ ...BDM, base_image_ref: "" }) }, "volume-backed"],
    ["a base image", { rows: only({ ...BDM, base_image_ref: SERVER }) }, "volume-backed"],
    ["without base_image_ref", { rows: only(BDM) }, "volume-backed"],
    ["bdm_v2 alone", { rows: only({ bdm_v2: "True" }) }, "volume-backed"],
    ["block_device_mapping alone", { rows: only({ block_device_mapping: "[]" }) }, "volume-backed"],
    ["NULL is a value", { rows: only({ bdm_v2: null }) }, "volume-backed"],
    [
      "before removed",
      { rows: [...only(BDM), ...removing(only({ image_type: "snapshot" }))] },
      "volume-backed",
    ],
    ["before near-miss", { rows: only({ ...BDM, Image_Type: "snapshot" }) }, "volume-backed"],
    ["its mark was removed", { rows: removing(only(BDM)) }, null],
    ["its mark went with the image", { deleted: true, rows: removing(only(BDM)) }, "volume-backed"],
    ["another name", { rows: only({ bdm_v1: "True", block_device_mappings: "[]" }) }, null],
    ["upper case", { rows: only({ BDM_V2: "True" }) }, null],
  ],
  inherited: [
    ["all four, of an older server", { rows: properties(BDM) }, "inherited"],
    ["some of them", { rows: only({ ...BDM, image_type: "snapshot" }) }, "inherited"],
    ["instance_uuid alone", { rows: only({ ...BDM, instance_uuid: SERVER }) }, "inherited"],
    ["image_location alone", { rows: only({ ...BDM, image_location: "snapshot" }) }, "inherited"],
    ["even as NULL", { rows: only({ ...BDM, image_type: null }) }, "inherited"],
    ["before no-data", { status: "queued", rows: properties(BDM) }, "inherited"],
    ["before backup", { rows: properties({ ...BDM, ...BACKUP }) }, "inherited"],
    ["before copied", { rows: properties(BDM) }, "inherited", server(ago(24 * 90))],
    ["only removed ones", { rows: [...only(BDM), ...removing(properties())] }, "volume-backed"],
  ],
  "no-data": [
    ...UNFINISHED.map((status): Case => [status, { status }, "no-data!"]),
    ["young", { status: "saving", createdAt: ago(23.9) }, "no-data"],
    ["a second less than a day", { status: "saving", createdAt: secondsAgo(24 * HOUR - 1) }, "no-data"],
    ["a day", { status: "saving", createdAt: ago(24) }, "no-data!"],
    ["from the future", { status: "queued", createdAt: ago(-1) }, "no-data"],
    ["nova's task state does not count", { status: "saving" }, "no-data!", server(null, "image_uploading")],
    ["before copied", { status: "queued" }, "no-data!", server(ago(24 * 90))],
    ["active", {}, null],
    ["deactivated", { status: "deactivated" }, null],
    ["another spelling", { status: "Queued" }, null],
    ["not full", { status: "queued", rows: properties({ image_type: "" }) }, "unexplained!"],
  ],
  backup: [
    ["as nova writes it", { rows: properties(BACKUP) }, "backup"],
    ["unfinished all the same", { status: "queued", rows: properties(BACKUP) }, "backup"],
    ["before near-miss", { rows: properties({ ...BACKUP, Image_Type: "x" }) }, "backup"],
    ["before copied", { rows: properties(BACKUP) }, "backup", server(ago(24 * 90))],
    ["lacks its location", { rows: properties({ ...BACKUP, image_location: undefined }) }, "unexplained!"],
    ["a wrong instance", { rows: properties({ ...BACKUP, instance_uuid: "none" }) }, "unexplained!"],
    ["its location removed", { rows: removing(properties(BACKUP), "image_location") }, "removed!"],
    ["another spelling", { rows: properties({ image_type: "Backup" }) }, "retagged!"],
  ],
  removed: [
    ["one of four", { rows: removing(properties(), "image_location") }, "removed!"],
    ["all four", { rows: removing(properties()) }, "removed!"],
    ["whatever its value", { rows: removing(properties({ image_type: null }), "image_type") }, "removed!"],
    [
      "before near-miss",
      { rows: removing(properties({ image_type: "Snapshot" }), "base_image_ref") },
      "removed!",
    ],
    ["before in-flight", { status: "queued", rows: removing(properties(), "image_location") }, "removed!"],
    ["before driver", { rows: removing(properties({ vmware_disktype: "x" }), "image_location") }, "removed!"],
    ["another property", { rows: [...noLocation, ...removing(only({ owner_id: "x" }))] }, "unexplained!"],
    [
      "under a deleted image it counts",
      { deleted: true, rows: removing(properties(), "image_location") },
      null,
    ],
  ],
  "near-miss": [
    ["value in capitals", { rows: properties({ image_type: "SNAPSHOT" }) }, "near-miss!"],
    ["value with a blank", { rows: properties({ image_location: "snapshot " }) }, "near-miss!"],
    [
      "name in capitals",
      { rows: [...properties({ image_type: undefined }), ...only({ Image_Type: "x" })] },
      "near-miss!",
    ],
    [
      "beside the right one",
      { rows: properties({ Instance_UUID: "x", image_location: undefined }) },
      "near-miss!",
    ],
    ["on an ordinary image", { rows: only({ IMAGE_LOCATION: "x" }) }, "near-miss!"],
    [
      "before in-flight",
      { status: "queued", rows: [...noLocation, ...only({ Image_Location: "x" })] },
      "near-miss!",
    ],
    ["before retagged", { rows: properties({ image_type: " snapshot" }) }, "near-miss!"],
    ["before rebuilt", { rows: [...noBase, ...only({ "base_image_ref ": "x" })] }, "near-miss!"],
    ["a full image needs no explanation", { rows: properties({ Image_Type: "x" }) }, null],
    [
      "the near one was removed",
      { rows: [...noBase, ...removing(only({ Base_Image_Ref: "x" }))] },
      "rebuilt",
    ],
    ["value of another property", { rows: properties({ base_image_ref: " " }) }, "unexplained!"],
    ["a mark, not one of the four", { rows: only({ Block_Device_Mapping: "x" }) }, null],
    [
      "a name that contains one",
      { rows: only({ my_image_type: "x", image_type_2: "x", "image-type": "x" }) },
      null,
    ],
    ["a value that contains it", { rows: properties({ image_type: "Snapshots" }) }, "retagged!"],
  ],
  "in-flight": [
    ...UNFINISHED.map((status): Case => [status, { status, rows: noLocation }, "in-flight!"]),
    ["young", { status: "queued", createdAt: ago(23), rows: noLocation }, "in-flight"],
    ["a day", { status: "queued", createdAt: ago(24), rows: noLocation }, "in-flight!"],
    ["nova works on it", { status: "queued", rows: noLocation }, "in-flight", server(null, "image_snapshot")],
    [
      "nova shelves it",
      { status: "queued", rows: noLocation },
      "in-flight",
      server(null, "shelving_image_uploading"),
    ],
    [
      "nova works no more",
      { status: "queued", createdAt: ago(1), rows: noLocation },
      "in-flight!",
      server(null),
    ],
    [
      "nova unshelves",
      { status: "queued", createdAt: ago(1), rows: noLocation },
      "in-flight!",
      server(null, "unshelving"),
    ],
    [
      "nova deleted it",
      { status: "queued", createdAt: ago(1), rows: noLocation },
      "in-flight!",
      server(ago(1), "image_snapshot"),
    ],
    [
      "nova found no such server",
      { status: "queued", createdAt: ago(1), rows: noLocation },
      "in-flight",
      { instance: undefined, shelved: false },
    ],
    [
      "a backup",
      { status: "queued", createdAt: ago(1), rows: properties({ ...BACKUP, image_location: undefined }) },
      "in-flight",
    ],
    [
      "before retagged",
      { status: "queued", rows: properties({ image_type: "golden", image_location: undefined }) },
      "in-flight!",
    ],
    ["before driver", { status: "queued", rows: properties(VMWARE) }, "in-flight!"],
    ["before user-set", { status: "queued", rows: only({ instance_uuid: SERVER }) }, "in-flight!"],
    ["active", { rows: noLocation }, "unexplained!"],
    [
      "a wrong location is no lack",
      { status: "queued", rows: properties({ image_location: "" }) },
      "unexplained!",
    ],
    ["lacks something else", { status: "queued", rows: noBase }, "rebuilt"],
    ["none of the four", { status: "queued", rows: [] }, null],
  ],
  retagged: [
    ["golden", { rows: properties({ image_type: "golden" }) }, "retagged!"],
    ["a blank is not empty", { rows: properties({ image_type: " " }) }, "retagged!"],
    ["alone", { rows: only({ image_type: "image" }) }, "retagged!"],
    ["before driver", { rows: properties({ ...VMWARE, image_type: "golden" }) }, "retagged!"],
    ["empty", { rows: properties({ image_type: "" }) }, "unexplained!"],
    ["NULL", { rows: properties({ image_type: null }) }, "unexplained!"],
    ["backup", { rows: only({ image_type: "backup" }) }, "unexplained!"],
  ],
  driver: [
    ["VMware", { rows: properties(VMWARE) }, "driver"],
    ["any vmware_", { rows: properties({ vmware_: null, image_location: undefined }) }, "driver"],
    ["XenAPI", { rows: properties({ auto_disk_config: "1", image_location: undefined }) }, "driver"],
    ["Hyper-V", { diskFormat: "vhd", rows: noLocation }, "driver"],
    ["its backup", { rows: properties({ ...VMWARE, ...BACKUP }) }, "driver"],
    ["before copied", { rows: properties(VMWARE) }, "driver", server(ago(24 * 90))],
    ["no mark", { rows: noLocation }, "unexplained!"],
    [
      "the mark was removed",
      { rows: [...noLocation, ...removing(only({ vmware_disktype: "x" }))] },
      "unexplained!",
    ],
    ["the mark went with the image", { deleted: true, rows: removing(properties(VMWARE)) }, "driver"],
    [
      "vmware without underscore",
      { rows: properties({ vmware: "x", image_location: undefined }) },
      "unexplained!",
    ],
    [
      "in capitals",
      { rows: properties({ Vmware_disktype: "x", image_location: undefined }) },
      "unexplained!",
    ],
    ["vhdx, vhd in capitals", { diskFormat: "VHD", rows: noLocation }, "unexplained!"],
    ["a wrong location", { rows: properties({ ...VMWARE, image_location: "" }) }, "unexplained!"],
    ["another lacks too", { rows: properties({ ...VMWARE, base_image_ref: undefined }) }, "unexplained!"],
    ["another is wrong", { rows: properties({ ...VMWARE, base_image_ref: "" }) }, "unexplained!"],
  ],
  rebuilt: [
    ["only base_image_ref lacks", { rows: noBase }, "rebuilt"],
    ["a backup", { rows: properties({ ...BACKUP, base_image_ref: undefined }) }, "rebuilt"],
    ["before copied", { rows: noBase }, "rebuilt", server(ago(24 * 90))],
    ["empty is not absent", { rows: properties({ base_image_ref: "" }) }, "unexplained!"],
    ["NULL is not absent", { rows: properties({ base_image_ref: null }) }, "unexplained!"],
    [
      "another is wrong",
      { rows: properties({ base_image_ref: undefined, instance_uuid: "" }) },
      "unexplained!",
    ],
    [
      "image_type is wrong",
      { rows: properties({ base_image_ref: undefined, image_type: "" }) },
      "unexplained!",
    ],
    ["another lacks too", { rows: only({ image_type: "snapshot", instance_uuid: SERVER }) }, "unexplained!"],
  ],
  copied: [
    ["made after its server's end", { createdAt: ago(1) }, "copied!", server(ago(3))],
    ["a partial one", { createdAt: ago(1), rows: noLocation }, "copied!", server(ago(3))],
    [
      "before user-set",
      { createdAt: ago(1), rows: only({ instance_uuid: SERVER }) },
      "copied!",
      server(ago(3)),
    ],
    ["an hour and a second", { createdAt: ago(1) }, "copied!", server(secondsAgo(2 * HOUR + 1))],
    ["an hour", { createdAt: ago(1) }, null, server(ago(2))],
    ["fractions are cut", { createdAt: `${ago(1)}.900000` }, null, server(ago(2))],
    ["its server lives", { createdAt: ago(1) }, null, server(null)],
    ["nova was not asked", { createdAt: ago(1) }, null],
    ["none of the four", { createdAt: ago(1), rows: [] }, null, server(ago(3))],
  ],
  "user-set": [
    ["instance_uuid alone", { rows: only({ instance_uuid: SERVER }) }, "user-set!"],
    ["image_location alone", { rows: only({ image_location: "snapshot" }) }, "user-set!"],
    ["all but image_type", { rows: properties({ image_type: undefined }) }, "user-set!"],
    ["NULL is a value", { rows: properties({ image_type: null }) }, "unexplained!"],
  ],
  unexplained: [
    ["image_type alone", { rows: only({ image_type: "snapshot" }) }, "unexplained!"],
    [
      "all wrong",
      { rows: properties({ image_type: "", instance_uuid: "", base_image_ref: "", image_location: "" }) },
      "unexplained!",
    ],
    ["a full image", {}, null],
    ["an ordinary image", { rows: [] }, null],
    ["a deleted full image", { deleted: true, status: "deleted", rows: removing(properties()) }, null],
  ],
};

describe.each(Object.entries(CASES))("%s", (_, cases) => {
  test.each(cases.map(([story, ...rest]) => ({ story, rest })))(
    "$story",
    ({ rest: [image, verdict, nova] }) => {
      expect(verdictOn(image, nova)).toBe(verdict);
    },
  );
});

test("every cause has a case that it names", async () => {
  const { CAUSES } = await import("../../src/judge/cause.ts");
  expect(Object.keys(CASES)).toEqual([...CAUSES]);
  for (const [cause, cases] of Object.entries(CASES)) {
    expect(cases.map(([, , verdict]) => verdict?.replace("!", ""))).toContain(cause);
  }
});
