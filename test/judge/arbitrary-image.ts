import fc from "fast-check";
import { isSnapshottingTask } from "../../src/judge/instance-state.ts";
import { utcMs } from "../../src/judge/times.ts";
import type { NovaFacts } from "../../src/judge/image-facts.ts";
import { removing, secondsAgo, SERVER, UUID, type RawImage, type RawProperty } from "./raw-image.ts";

/** Values that image_type and image_location may hold: right, near, far, nothing. */
export const TEXT_VALUES = [
  "snapshot",
  "backup",
  "Snapshot",
  "SNAPSHOT",
  " snapshot",
  "snapshot\u0085",
  "ｓｎａｐｓｈｏｔ",
  "snápshot",
  "ſnapshot",
  "Backup",
  "golden",
  "snapshots",
  "snap shot",
  "snapshot\u200b",
  "snapshot\n",
  "",
  null,
] as const;

/** Values that instance_uuid and base_image_ref may hold. */
export const UUID_VALUES = [
  SERVER,
  UUID,
  SERVER.toUpperCase(),
  "A4d5b991-0AAA-4f52-b91b-649628C97303",

  SERVER.replaceAll("-", ""),
  `${SERVER}\n`,
  ` ${SERVER}`,
  SERVER.replace("a", "g"),
  "not a uuid",
  "",
  null,
  "a4d5b991-0aaa4-f52-b91b-649628c97303",
] as const;

/** Names beside the four: marks, near misses, and those that only look like one. */
export const OTHER_NAMES = [
  "block_device_mapping",
  "bdm_v2",
  "BDM_V2",
  "bdm_v20",
  "auto_disk_config",
  "Auto_Disk_Config",
  "vmware_disktype",
  "vmware_",
  "vmware",
  "VMware_disktype",
  "my_vmware_disktype",
  "Image_Type",
  "îmage_type",
  "Ínstance_uuid",
  "instance_uuid ",
  "\u3000base_image_ref",
  "ｉｍａｇｅ_location",
  "İmage_type",
  "ımage_type",
  "inﬆance_uuid",
  "image\u0301_type",
  "image_type\u0085",
  "image_type\ufeff",
  "image-type",
  "my_image_type",
  "image_type_2",
  "image type",
  "os_distro",
  "owner_id",
  "min_ram",
] as const;

const STATUSES = ["active", "queued", "saving", "importing", "uploading", "deactivated", "killed", "Queued"];
const TASK_STATES = [
  "imaging",
  "unshelving",
  "Image_snapshot",
  null,
  "",
  "image_uploading",
  "image_snapshot",
  "shelving",
  "shelving_image_uploading",
];

/** A row of one of the four: mostly as nova writes it, so that the rarer rules have a chance. */
function slot(name: string, right: string, others: readonly (string | null)[]): fc.Arbitrary<RawProperty[]> {
  const row = (value: string | null, deleted: boolean): RawProperty[] => [{ name, value, deleted }];
  return fc.oneof(
    { weight: 12, arbitrary: fc.constant(row(right, false)) },
    { weight: 5, arbitrary: fc.constant<RawProperty[]>([]) },
    { weight: 4, arbitrary: fc.constantFrom(...others).map((value) => row(value, false)) },
    { weight: 2, arbitrary: fc.constantFrom(right, ...others).map((value) => row(value, true)) },
  );
}

const imageType = fc.oneof(
  { weight: 5, arbitrary: slot("image_type", "snapshot", TEXT_VALUES) },
  { weight: 2, arbitrary: slot("image_type", "backup", TEXT_VALUES) },
);

const otherRows: fc.Arbitrary<RawProperty[]> = fc
  .uniqueArray(fc.constantFrom(...OTHER_NAMES), { maxLength: 3 })
  .chain((names) =>
    fc
      .array(fc.boolean(), { minLength: names.length, maxLength: names.length })
      .map((deleted) => names.map((name, at) => ({ name, value: "1", deleted: deleted[at] === true }))),
  );

const rows: fc.Arbitrary<RawProperty[]> = fc
  .tuple(
    imageType,
    slot("instance_uuid", SERVER, UUID_VALUES),
    slot("base_image_ref", UUID, UUID_VALUES),
    slot("image_location", "snapshot", TEXT_VALUES),
    fc.oneof({ weight: 2, arbitrary: fc.constant<RawProperty[]>([]) }, { weight: 1, arbitrary: otherRows }),
  )
  .chain((parts) => fc.shuffledSubarray(parts.flat(), { minLength: parts.flat().length }));

/** Seconds around every limit in the rules, with and without fractions. */
const age = fc.constantFrom(-5, 0, 3600, 86_399, 86_400, 86_401, 30 * 86_400);
const fraction = fc.constantFrom("", ".000000", ".999999");
const time = fc.tuple(age, fraction).map(([seconds, tail]) => secondsAgo(seconds) + tail);

/** An image as the tables may have it, in every mixture. */
export const arbitraryImage: fc.Arbitrary<RawImage> = fc
  .record({
    status: fc.oneof(
      { weight: 3, arbitrary: fc.constant("active") },
      { weight: 3, arbitrary: fc.constantFrom(...STATUSES) },
      { weight: 1, arbitrary: fc.constantFrom("deleted", "pending_delete", "Deleted") },
    ),
    deleted: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, fc.constant(true)),
    deletedAt: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, time),
    createdAt: time,
    diskFormat: fc.constantFrom(null, "qcow2", "raw", "vhd", "VHD"),
    rows,
    allRemoved: fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, fc.constant(true)),
  })
  .map(({ allRemoved, rows: given, ...image }): RawImage => {
    const kept = allRemoved ? removing(given) : given;
    return Object.assign(image, { rows: kept });
  });

/** What nova may say: not asked, no such server, a living one, one that went before or after the image came. */
export const arbitraryNova: fc.Arbitrary<NovaFacts | undefined> = fc.oneof(
  fc.constant(undefined),
  fc.record({
    shelved: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, fc.constant(true)),
    instance: fc.oneof(
      fc.constant(undefined),
      fc.record({
        state: fc.constant("alive" as const),
        deletedAtMs: fc.constant(null),
        snapshotting: fc.constantFrom(...TASK_STATES).map(isSnapshottingTask),
      }),
      fc.record({
        state: fc.constantFrom("deleted" as const, "archived" as const),
        deletedAtMs: fc
          .constantFrom(0, 3599, 3600, 3601, 90_001, 33 * 86_400)
          .map((seconds) => utcMs(secondsAgo(seconds))),
        snapshotting: fc.constant(false),
      }),
    ),
  }),
);
