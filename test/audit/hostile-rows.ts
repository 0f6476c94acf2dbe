import { properties, removing, SERVER, type RawProperty } from "../judge/raw-image.ts";
import type { StoredRow } from "../read/test-database.ts";

const TIME = "2024-02-29 23:59:59";

interface Draft {
  readonly image?: StoredRow;
  readonly rows?: readonly RawProperty[];
}

const named = (name: string | null): Draft => ({ image: { name } });
const valued = (image_type: string | null, image_location: string | null = "snapshot"): Draft => ({
  rows: properties({ image_type, image_location }),
});
const called = (...names: string[]): Draft => ({
  rows: names.map((name) => ({ name, value: "snapshot", deleted: false })),
});

const DRAFTS: readonly Draft[] = [
  ...[
    null,
    "",
    " ",
    "  two  ",
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\tx",
    "\rx",
    "＝1",
    '"quoted"',
    "a,b;c|d",
    "a\r\nb",
  ].map(named),
  ...[
    "Ünïcode 画像",
    "İstanbul ıssız",
    "שלום\u202e",
    "\u00a0",
    "'; drop table images; --",
    "\\",
    "%s",
    "null",
  ].map(named),
  ...[0, 1, 2 ** 31, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 62n].map((size) => ({
    image: { size },
  })),
  ...[
    "Snapshot",
    "snapshot ",
    " snapshot",
    "snápshot",
    "ｓｎａｐｓｈｏｔ",
    "\u3000snapshot",
    "snapshot\u0085",
  ].map((value) => valued(value)),
  ...["", null, "Backup", "golden", "snapshots", "line\nend", "'"].map((value) => valued("snapshot", value)),
  { rows: properties({ instance_uuid: SERVER.toUpperCase(), base_image_ref: "" }) },
  { rows: properties({ instance_uuid: `${SERVER} `, base_image_ref: null }) },
  { rows: properties({ instance_uuid: SERVER.toUpperCase() }) },
  { image: { status: "saving" }, rows: properties({ Image_Type: "x" }) },
  called("Image_Type", "INSTANCE_UUID"),
  called("image_type\u00a0"),
  called("ｉmage_type"),
  called("İmage_type"),
  called("inﬆance_uuid"),
  called("ımage_type", "image-type", "my_image_type", "image_type2"),
  called("VMWARE_disktype", "Auto_Disk_Config", "BDM_v2"),
  called("vmware_disktype", "auto_disk_config"),
  called("bdm_v2 "),
  ...["Active", "active ", "queued", "killed", "deleted", "pending_delete"].map((status) => ({
    image: { status },
    rows: properties({ image_location: undefined }),
  })),
  ...[null, "", "1F2E", "1f2e", "1f2e ", "２"].map((owner) => ({ image: { owner } })),
  {
    image: { deleted: 1, deleted_at: TIME, status: "deleted" },
    rows: removing(properties()),
  },
  { image: { deleted_at: TIME }, rows: removing(properties()) },
  { image: { created_at: "1970-01-01 00:00:00", updated_at: null } },
  { image: { created_at: "9999-12-31 23:59:59", updated_at: "2000-01-01 00:00:00" } },
];

const hex = (number: number): string => number.toString(16).padStart(8, "0");
/** Spread over the order of ids, between those of the other images. */
const idOf = (at: number): string => `${hex(at * 0x0300_0000)}-0000-4000-8000-0000${hex(at)}`;

const VISIBILITIES = ["private", "public", "shared", "community"];

function imageRow({ image }: Draft, at: number): StoredRow {
  return {
    id: idOf(at),
    name: `hostile ${at}`,
    size: 1024,
    status: "active",
    owner: "1f2e",
    created_at: TIME,
    updated_at: TIME,
    deleted_at: null,
    deleted: 0,
    disk_format: "raw",
    min_disk: 0,
    min_ram: 0,
    visibility: VISIBILITIES[at % 4] ?? null,
    ...image,
  };
}

function propertyRows({ rows = [] }: Draft, at: number): StoredRow[] {
  return rows.map(({ name, value, deleted }) => ({
    image_id: idOf(at),
    name,
    value,
    created_at: TIME,
    updated_at: null,
    deleted: deleted ? 1 : 0,
    deleted_at: deleted ? TIME : null,
  }));
}

/** Images and properties whose text, sizes and times engines, time zones or languages could read differently. */
export const HOSTILE: { readonly images: readonly StoredRow[]; readonly properties: readonly StoredRow[] } = {
  images: DRAFTS.map(imageRow),
  properties: DRAFTS.flatMap(propertyRows),
};
