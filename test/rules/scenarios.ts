import {
  ago,
  BASE,
  DAY,
  HOUR,
  IMAGE,
  MAPPING,
  OTHER,
  OTHER_PROJECT,
  PROJECT,
  SERVER,
  SNAPSHOT,
  VOLUME_BACKED,
  type Cloud,
  type ImageDraft,
} from "./cloud.ts";

/** One cloud by its name; of those in which a rule fires, what it says about whom. */
export interface Scenario {
  readonly name: string;
  readonly cloud: Cloud;
  readonly found: Readonly<Record<string, string>>;
}

interface RuleScenarios {
  readonly fires: readonly Scenario[];
  readonly silent: readonly Scenario[];
}

const fires = (name: string, cloud: Cloud, found: Readonly<Record<string, string>>): Scenario => ({
  name,
  cloud,
  found,
});
const silent = (name: string, cloud: Cloud): Scenario => ({ name, cloud, found: {} });
const image = (draft: ImageDraft = {}): Cloud => ({ images: [draft] });
const onImage = (name: string, draft: ImageDraft, message: string): Scenario =>
  fires(name, image(draft), { [IMAGE]: message });
const quiet = (name: string, draft: ImageDraft = {}): Scenario => silent(name, image(draft));

/** Live, with a date of deletion. */
const SET_AGAIN = { deleted: 0, deletedAt: ago(90 * DAY) } as const;
const DELETED = { deleted: 1, deleted_at: ago(8 * DAY), status: "deleted" } as const;
const GONE_SERVER = { deleted: 1, deleted_at: ago(40 * DAY), vm_state: "deleted" } as const;
const removedAll: NonNullable<ImageDraft["properties"]> = Object.fromEntries(
  ["image_type", "instance_uuid", "base_image_ref", "image_location"].map((name) => [
    name,
    { value: "x", deleted: 1 as const },
  ]),
);

/** Two clouds at least for every rule: one in which it fires, and its nearest neighbours in which it must not. */
export const SCENARIOS: Readonly<Record<string, RuleScenarios>> = {
  "property-doomed-by-purge": {
    fires: [
      onImage(
        "a property that was removed and set again",
        { properties: { os_distro: { value: "debian", ...SET_AGAIN }, note: { value: "x", deleted: 1 } } },
        "Live, but with a deleted_at that db purge goes by: os_distro.",
      ),
    ],
    silent: [
      quiet("a property that is simply removed", { properties: { os_distro: { value: "x", deleted: 1 } } }),
      quiet("a member that was added again", { members: [{ member: PROJECT, ...SET_AGAIN }] }),
      quiet("a deleted image with such a row", {
        row: DELETED,
        properties: { os_distro: { value: "debian", ...SET_AGAIN } },
      }),
    ],
  },
  "member-doomed-by-purge": {
    fires: [
      onImage(
        "a member that was removed and added again",
        { members: [{ member: PROJECT, ...SET_AGAIN }, { member: OTHER_PROJECT }] },
        `Shared, but by rows with a deleted_at that db purge goes by: ${PROJECT}.`,
      ),
    ],
    silent: [
      quiet("a member that is simply removed", { members: [{ member: PROJECT, deleted: 1 }] }),
      quiet("a property that was set again", { properties: { note: { value: "x", ...SET_AGAIN } } }),
    ],
  },
  "image-doomed-by-purge": {
    fires: [
      onImage(
        "an image that was restored",
        { row: { deleted_at: ago(8 * DAY) } },
        "Live, but its row says that it was deleted at 2026-04-28 12:00:00 UTC, which is what purge_images_table goes by.",
      ),
    ],
    silent: [quiet("an image without a past"), quiet("an image that is deleted", { row: DELETED })],
  },
  "deleted-without-date": {
    fires: [
      onImage(
        "two properties of before 2012",
        {
          properties: {
            a: { value: "x", deleted: 1, deletedAt: null },
            b: { value: "x", deleted: 1, deletedAt: null },
          },
          tags: [{ value: "t", deleted: 1, deletedAt: null }],
        },
        "Deleted without a deleted_at, so no purge takes it: 2 property rows, 1 tag row.",
      ),
      onImage(
        "an image of before 2012",
        { row: { ...DELETED, deleted_at: null } },
        "Deleted without a deleted_at, so no purge takes it: the image itself.",
      ),
    ],
    silent: [
      quiet("rows that were deleted with a date", {
        properties: { a: { value: "x", deleted: 1 } },
        tags: [{ value: "t", deleted: 1 }],
      }),
      quiet("a live row without a date, as it should be", { properties: { a: "x" } }),
      quiet("a live row with a date", { properties: { a: { value: "x", ...SET_AGAIN } } }),
      quiet("a deleted image with a date", { row: DELETED }),
    ],
  },
  "live-row-under-deleted-image": {
    fires: [
      onImage(
        "a deletion by hand",
        {
          row: DELETED,
          plain: true,
          properties: { os_distro: "debian", os_type: "linux" },
          locations: [{}],
          members: [{ member: PROJECT, deleted: 1 }],
          tags: [{ value: "keep" }],
        },
        "The image is deleted, but these rows are not: 2 properties, 1 location, 1 tag.",
      ),
    ],
    silent: [
      quiet("a deletion by glance", {
        row: DELETED,
        plain: true,
        properties: { os_distro: { value: "debian", deleted: 1 } },
        locations: [{ deleted: 1 }],
      }),
      quiet("a live image"),
    ],
  },
  "pending-delete-left-over": {
    fires: [
      onImage(
        "an image that waits for eight days",
        { row: { ...DELETED, status: "pending_delete" } },
        "Deleted at 2026-04-28 12:00:00 UTC, and still pending_delete: its data was not scrubbed.",
      ),
      onImage(
        "an image that waits nobody knows how long",
        { row: { ...DELETED, deleted_at: null, status: "pending_delete" } },
        "Deleted at an unknown time, and still pending_delete: its data was not scrubbed.",
      ),
    ],
    silent: [
      quiet("an image that waits for six days", {
        row: { ...DELETED, deleted_at: ago(6 * DAY), status: "pending_delete" },
      }),
      quiet("an image whose data was scrubbed", { row: DELETED }),
    ],
  },
  "image-restored-empty": {
    fires: [
      onImage(
        "a restored image that has neither properties nor data",
        {
          row: { deleted_at: ago(8 * DAY) },
          plain: true,
          properties: removedAll,
          locations: [{ deleted: 1 }],
        },
        "Restored, but without a live property or location.",
      ),
      onImage(
        "one whose properties were set again",
        { row: { deleted_at: ago(8 * DAY) }, locations: [{ deleted: 1 }] },
        "Restored, but without a live location.",
      ),
      onImage(
        "one whose location was mended",
        { row: { deleted_at: ago(8 * DAY) }, plain: true, properties: removedAll },
        "Restored, but without a live property.",
      ),
    ],
    silent: [
      quiet("a restored image that was mended", { row: { deleted_at: ago(8 * DAY) } }),
      quiet("an image whose properties were all removed", { plain: true, properties: removedAll }),
      quiet("a restored image that is not active", {
        row: { deleted_at: ago(8 * DAY), status: "queued" },
        locations: [],
      }),
      quiet("a restored volume-backed snapshot", {
        row: { deleted_at: ago(8 * DAY) },
        properties: VOLUME_BACKED,
        locations: [],
      }),
    ],
  },
  "image-half-deleted": {
    fires: [
      onImage(
        "a deletion that stopped",
        { row: { status: "deleted" } },
        "Its status is deleted, but its row is not deleted.",
      ),
      onImage(
        "a delayed deletion that stopped",
        { row: { status: "pending_delete" } },
        "Its status is pending_delete, but its row is not deleted.",
      ),
    ],
    silent: [quiet("an active image"), quiet("a deleted image", { row: DELETED })],
  },
  "image-killed": {
    fires: [
      onImage(
        "an upload that v1 gave up",
        { row: { status: "killed" } },
        "Its upload failed in the days of glance v1.",
      ),
    ],
    silent: [quiet("an upload that waits", { row: { status: "queued" } })],
  },
  "active-without-location": {
    fires: [
      onImage(
        "no location at all",
        { locations: [] },
        "It is active, but no live location says where its data is.",
      ),
      onImage(
        "only a soft-deleted location",
        { locations: [{ deleted: 1 }] },
        "It is active, but no live location says where its data is.",
      ),
    ],
    silent: [
      quiet("one of two locations is deleted", { locations: [{ deleted: 1 }, {}] }),
      quiet("a volume-backed snapshot", { properties: VOLUME_BACKED, locations: [] }),
      quiet("an image of no size", { row: { size: 0 }, locations: [] }),
      quiet("an image that waits for its data", { row: { status: "queued" }, locations: [] }),
    ],
  },
  "duplicate-location": {
    fires: [
      fires(
        "an image that is registered by the location of another",
        { images: [{}, { id: OTHER, locations: [{ value: `file:///images/${IMAGE}` }] }] },
        {
          [IMAGE]: `Its data is that of another image, too: ${OTHER}.`,
          [OTHER]: `Its data is that of another image, too: ${IMAGE}.`,
        },
      ),
      fires(
        "two images at a location that names neither",
        {
          images: [
            { locations: [{ value: "cinder://volume" }] },
            { id: OTHER, locations: [{ value: "cinder://volume" }] },
          ],
        },
        {
          [IMAGE]: `Its data is that of another image, too: ${OTHER}.`,
          [OTHER]: `Its data is that of another image, too: ${IMAGE}.`,
        },
      ),
      onImage("one location twice", { locations: [{}, {}] }, "The same location is registered for it twice."),
    ],
    silent: [
      quiet("the same location once live and once deleted", { locations: [{}, { deleted: 1 }] }),
      quiet("two stores", { locations: [{}, { value: `rbd://images/${IMAGE}` }] }),
      silent("locations that differ in case alone", {
        images: [
          { locations: [{ value: "cinder://Volume" }] },
          { id: OTHER, locations: [{ value: "cinder://volume" }] },
        ],
      }),
      silent("a location that names another image and is not its", {
        images: [{}, { id: OTHER, locations: [{ value: `http://mirror/${IMAGE}` }] }],
      }),
    ],
  },
  "stuck-upload": {
    fires: [
      onImage(
        "queued for two days",
        { row: { status: "queued", created_at: ago(2 * DAY), updated_at: ago(2 * DAY) } },
        "It has been queued since 2026-05-04 12:00:00 UTC.",
      ),
      onImage(
        "importing for two days, never updated",
        { row: { status: "importing", created_at: ago(2 * DAY), updated_at: null } },
        "It has been importing since 2026-05-04 12:00:00 UTC.",
      ),
      fires(
        "saving for two days, and its server does something else",
        {
          images: [{ row: { status: "saving" } }],
          servers: [{ task_state: "rebooting" }],
        },
        { [IMAGE]: "It has been saving since 2026-04-06 12:00:00 UTC." },
      ),
    ],
    silent: [
      quiet("saving since an hour ago, made long ago", {
        row: { status: "saving", updated_at: ago(HOUR) },
      }),
      quiet("queued an hour ago", {
        row: { status: "queued", created_at: ago(HOUR), updated_at: null },
      }),
      silent("queued for two days, and nova works on it", {
        images: [{ row: { status: "queued" } }],
        servers: [{ task_state: "image_pending_upload" }],
      }),
      quiet("active for years"),
    ],
  },
  "property-near-miss": {
    fires: [
      onImage(
        "a name in other letters and a value with a blank",
        { properties: { image_type: undefined, Image_Type: "snapshot", image_location: "snapshot " } },
        'It has a name that is nearly one of the four and a value of image_location that is nearly "snapshot".',
      ),
      onImage(
        "a value in full-width letters",
        { properties: { image_type: "ｓｎａｐｓｈｏｔ" } },
        'It has a value of image_type that is nearly "snapshot".',
      ),
    ],
    silent: [
      quiet("the right spelling"),
      quiet("another word", { properties: { image_type: "snapshots" } }),
      quiet("a removed property with such a name", {
        properties: { image_type: undefined, Image_Type: { value: "snapshot", deleted: 1 } },
      }),
      quiet("NULL", { properties: { image_type: null } }),
    ],
  },
  "instance-uuid-empty": {
    fires: [
      onImage("NULL", { properties: { instance_uuid: null } }, "instance_uuid is NULL."),
      onImage("''", { properties: { instance_uuid: "" } }, "instance_uuid is the empty string."),
    ],
    silent: [
      quiet("a server's UUID"),
      quiet("no such property", { properties: { instance_uuid: undefined } }),
      quiet("removed", { properties: { instance_uuid: { value: "", deleted: 1 } } }),
    ],
  },
  "uuid-not-canonical": {
    fires: [
      onImage(
        "upper case, and no dashes",
        {
          properties: {
            instance_uuid: SERVER.toUpperCase(),
            base_image_ref: BASE.replaceAll("-", ""),
          },
        },
        "Not a UUID in lower case with dashes: instance_uuid and base_image_ref.",
      ),
      onImage(
        "one of them only",
        { properties: { instance_uuid: SERVER, base_image_ref: BASE.toUpperCase() } },
        "Not a UUID in lower case with dashes: base_image_ref.",
      ),
    ],
    silent: [
      quiet("as nova writes them"),
      quiet("empty, as of a server that boots from a volume", {
        properties: { instance_uuid: null, base_image_ref: "" },
      }),
    ],
  },
  "instance-uuid-inherited": {
    fires: [
      onImage(
        "a volume-backed snapshot with a server",
        { properties: { ...VOLUME_BACKED, instance_uuid: SERVER } },
        "Its instance_uuid was inherited through cinder and is not the server that it was made from.",
      ),
    ],
    silent: [
      quiet("a volume-backed snapshot without", { properties: VOLUME_BACKED }),
      quiet("an ordinary snapshot"),
      quiet("an empty one", { properties: { ...VOLUME_BACKED, instance_uuid: "" } }),
    ],
  },
  "base-image-gone": {
    fires: [
      onImage(
        "a base that is not there",
        { properties: { base_image_ref: OTHER } },
        `Its base, ${OTHER}, is not among the images any more.`,
      ),
      fires(
        "a base that is deleted",
        { images: [{ properties: { base_image_ref: OTHER } }, { id: OTHER, plain: true, row: DELETED }] },
        { [IMAGE]: `Its base, ${OTHER}, is not among the images any more.` },
      ),
    ],
    silent: [
      quiet("a base that is there"),
      quiet("the same in capitals", { properties: { base_image_ref: BASE.toUpperCase() } }),
      quiet("no UUID", { properties: { base_image_ref: "http://glance/images/7" } }),
      quiet("none", { properties: { base_image_ref: "" } }),
    ],
  },
  "block-device-mapping-invalid": {
    fires: [
      onImage(
        "cut off",
        { properties: { ...VOLUME_BACKED, block_device_mapping: MAPPING.slice(0, 40) } },
        "block_device_mapping is not JSON.",
      ),
      onImage(
        "an empty list",
        { properties: { ...VOLUME_BACKED, block_device_mapping: "[]" } },
        "block_device_mapping is an empty list.",
      ),
      onImage(
        "a snapshot without an id",
        { properties: { ...VOLUME_BACKED, block_device_mapping: '[{"source_type":"snapshot"}]' } },
        "block_device_mapping has a snapshot without snapshot_id.",
      ),
      onImage(
        "NULL",
        { properties: { ...VOLUME_BACKED, block_device_mapping: null } },
        "block_device_mapping is NULL.",
      ),
    ],
    silent: [
      quiet("as nova writes it", { properties: VOLUME_BACKED }),
      quiet("a blank disk, and one of before Grizzly", {
        properties: {
          ...VOLUME_BACKED,
          block_device_mapping: `[{"source_type":"blank"},{"snapshot_id":"${SNAPSHOT}"}]`,
        },
      }),
      quiet("none at all"),
    ],
  },
  "owner-mismatch": {
    fires: [
      onImage(
        "an administrator's snapshot",
        { properties: { owner_id: OTHER_PROJECT } },
        `It belongs to ${PROJECT}, but owner_id is ${OTHER_PROJECT}.`,
      ),
      fires(
        "nova names another project",
        { images: [{}], servers: [{ project_id: OTHER_PROJECT }] },
        { [IMAGE]: `It belongs to ${PROJECT}, but the server's project is ${OTHER_PROJECT}.` },
      ),
    ],
    silent: [
      silent("all agree", { images: [{ properties: { owner_id: PROJECT } }], servers: [{}] }),
      quiet("an ownerless image", { row: { owner: null }, properties: { owner_id: OTHER_PROJECT } }),
      quiet("an empty owner_id", { properties: { owner_id: "" } }),
      quiet("a removed owner_id", { properties: { owner_id: { value: OTHER_PROJECT, deleted: 1 } } }),
      quiet("a volume-backed snapshot, which inherits", {
        properties: { ...VOLUME_BACKED, owner_id: OTHER_PROJECT },
      }),
    ],
  },
  "owner-project-gone": {
    fires: [
      onImage(
        "keystone does not know it",
        { row: { owner: OTHER_PROJECT } },
        `keystone has no project ${OTHER_PROJECT}.`,
      ),
    ],
    silent: [
      quiet("keystone knows it"),
      silent("it is disabled", { images: [{}], projects: { [PROJECT]: 0 } }),
      quiet("nobody's image", { row: { owner: null } }),
    ],
  },
  "owner-project-disabled": {
    fires: [
      fires(
        "disabled",
        { images: [{}], projects: { [PROJECT]: 0, [OTHER_PROJECT]: 1 } },
        { [IMAGE]: `The project ${PROJECT} is disabled.`, [BASE]: `The project ${PROJECT} is disabled.` },
      ),
    ],
    silent: [quiet("enabled"), quiet("gone", { row: { owner: OTHER_PROJECT } })],
  },
  "member-project-gone": {
    fires: [
      onImage(
        "one of two members",
        { members: [{ member: OTHER_PROJECT }, { member: PROJECT }] },
        `keystone does not know: ${OTHER_PROJECT}.`,
      ),
    ],
    silent: [
      quiet("a member that is there", { members: [{ member: PROJECT }] }),
      quiet("a removed member", { members: [{ member: OTHER_PROJECT, deleted: 1 }] }),
    ],
  },
  "snapshot-younger-than-its-instances-death": {
    fires: [
      fires(
        "ten days after the server's deletion",
        { images: [{}], servers: [GONE_SERVER] },
        {
          [IMAGE]: "Made at 2026-04-06 12:00:00 UTC, but its server was deleted at 2026-03-27 12:00:00 UTC.",
        },
      ),
    ],
    silent: [
      silent("an hour after it", {
        images: [{}],
        servers: [{ ...GONE_SERVER, deleted_at: ago(30 * DAY + HOUR) }],
      }),
      silent("the server lives", { images: [{}], servers: [{}] }),
      silent("before it", { images: [{}], servers: [{ ...GONE_SERVER, deleted_at: ago(DAY) }] }),
    ],
  },
  "backup-beyond-rotation": {
    fires: [
      onImage(
        "no backup_type",
        { properties: { image_type: "backup" } },
        "It is a backup without backup_type, so no rotation finds it.",
      ),
      onImage(
        "no server",
        { properties: { image_type: "backup", backup_type: "daily", instance_uuid: "" } },
        "It is a backup that names no server, so no rotation finds it.",
      ),
      fires(
        "the server is gone",
        {
          images: [{ properties: { image_type: "backup", backup_type: "daily" } }],
          servers: [{ ...GONE_SERVER, deleted_at: ago(DAY) }],
        },
        { [IMAGE]: "It is a backup of a server that is gone, and with it the rotation." },
      ),
    ],
    silent: [
      silent("a backup in its rotation", {
        images: [{ properties: { image_type: "backup", backup_type: "daily" } }],
        servers: [{}],
      }),
      quiet("a snapshot with neither", { properties: { instance_uuid: "" } }),
    ],
  },
  "shelve-left-over": {
    fires: [
      fires(
        "the server is deleted",
        { images: [{ row: { name: "web-shelved" } }], servers: [{ ...GONE_SERVER, deleted_at: ago(DAY) }] },
        { [IMAGE]: "Its server is gone, and the image of its shelving is not." },
      ),
      fires(
        "the server runs again",
        { images: [{ row: { name: "web-shelved" } }], servers: [{}] },
        { [IMAGE]: "Its server is not shelved with it any more." },
      ),
    ],
    silent: [
      silent("the server is shelved with it", {
        images: [{ row: { name: "web-shelved" } }],
        servers: [{ vm_state: "shelved_offloaded", shelvedImage: IMAGE }],
      }),
      silent("the server is being shelved", {
        images: [{ row: { name: "web-shelved" } }],
        servers: [{ task_state: "shelving_image_uploading" }],
      }),
      silent("another name", { images: [{ row: { name: "web-shelved-copy" } }], servers: [{}] }),
      silent("a soft-deleted server, which can be restored", {
        images: [{ row: { name: "web-shelved" } }],
        servers: [{ vm_state: "soft-delete", deleted_at: ago(DAY) }],
      }),
      silent("no name", { images: [{ row: { name: null } }], servers: [{}] }),
    ],
  },
  "resize-left-over": {
    fires: [
      onImage(
        "a month old",
        { row: { name: "web-resize-temp" } },
        "It was made for a resize to another cell that is long over.",
      ),
    ],
    silent: [
      quiet("an hour old", { row: { name: "web-resize-temp", created_at: ago(HOUR) } }),
      quiet("another name", { row: { name: "resize-temp-web" } }),
    ],
  },
  "live-server-without-image": {
    fires: [
      fires(
        "an image that is not there, and one that is switched off",
        {
          images: [{ id: OTHER, plain: true, row: { status: "deactivated" } }],
          servers: [
            { uuid: SERVER, image_ref: IMAGE },
            { uuid: SNAPSHOT, image_ref: `http://glance/images/${OTHER}` },
          ],
        },
        {
          [SERVER]: `The image that it was booted from, ${IMAGE}, is not there.`,
          [SNAPSHOT]: `The image that it was booted from, ${OTHER}, is deactivated.`,
        },
      ),
      fires(
        "an image that is deleted",
        { images: [{ row: DELETED }], servers: [{ image_ref: IMAGE }] },
        { [SERVER]: `The image that it was booted from, ${IMAGE}, is not there.` },
      ),
    ],
    silent: [
      silent("its image is there", { servers: [{}] }),
      silent("it boots from a volume", { servers: [{ image_ref: "" }] }),
      silent("it is deleted", { servers: [{ ...GONE_SERVER, image_ref: IMAGE }] }),
      silent("it never ran", { servers: [{ image_ref: IMAGE, launched_at: null, vm_state: "error" }] }),
      silent("it is being built", { servers: [{ image_ref: IMAGE, vm_state: "building" }] }),
      silent("it is shelved", { servers: [{ image_ref: IMAGE, vm_state: "shelved_offloaded" }] }),
    ],
  },
  "shelved-server-without-image": {
    fires: [
      fires(
        "its image is not there",
        { servers: [{ vm_state: "shelved_offloaded", shelvedImage: IMAGE }] },
        { [SERVER]: `It is shelved_offloaded, but the image with its disk, ${IMAGE}, is not there.` },
      ),
      fires(
        "its image is killed",
        {
          images: [{ row: { status: "killed" } }],
          servers: [{ vm_state: "shelved", shelvedImage: IMAGE }],
        },
        { [SERVER]: `It is shelved, but the image with its disk, ${IMAGE}, is killed.` },
      ),
    ],
    silent: [
      silent("its image is there", {
        images: [{}],
        servers: [{ vm_state: "shelved_offloaded", shelvedImage: IMAGE }],
      }),
      silent("it runs again, with the key left behind (LP#1427056)", {
        servers: [{ shelvedImage: IMAGE }],
      }),
      silent("it is shelved without such a key", { servers: [{ vm_state: "shelved" }] }),
    ],
  },
  "volume-snapshot-broken": {
    fires: [
      onImage(
        "the snapshot is not there",
        { properties: VOLUME_BACKED },
        `What its block devices are made from is lost: ${SNAPSHOT} (gone).`,
      ),
      fires(
        "it is deleted",
        { images: [{ properties: VOLUME_BACKED }], snapshots: [{ deleted: 1, status: "available" }] },
        { [IMAGE]: `What its block devices are made from is lost: ${SNAPSHOT} (deleted).` },
      ),
      fires(
        "it is in error",
        { images: [{ properties: VOLUME_BACKED }], snapshots: [{ status: "error" }] },
        { [IMAGE]: `What its block devices are made from is lost: ${SNAPSHOT} (error).` },
      ),
    ],
    silent: [
      silent("it is available", { images: [{ properties: VOLUME_BACKED }], snapshots: [{}] }),
      silent("the mapping was removed", {
        images: [{ properties: { ...VOLUME_BACKED, block_device_mapping: { value: MAPPING, deleted: 1 } } }],
      }),
    ],
  },
  "cinder-snapshot-left-over": {
    fires: [
      fires(
        "its image is gone",
        { snapshots: [{}] },
        {
          [SNAPSHOT]:
            'No image needs "snapshot for an image" of the volume 44444444-0000-4000-8000-000000000004 any more.',
        },
      ),
      fires(
        "its image is deleted, and it has no date",
        { images: [{ row: DELETED, properties: VOLUME_BACKED }], snapshots: [{ created_at: null }] },
        {
          [SNAPSHOT]:
            'No image needs "snapshot for an image" of the volume 44444444-0000-4000-8000-000000000004 any more.',
        },
      ),
    ],
    silent: [
      silent("its image is there", { images: [{ properties: VOLUME_BACKED }], snapshots: [{}] }),
      silent("an hour old: its image may be on its way", { snapshots: [{ created_at: ago(HOUR) }] }),
      silent("a snapshot by its owner", { snapshots: [{ display_name: "before the upgrade" }] }),
      silent("deleted", { snapshots: [{ deleted: 1 }] }),
    ],
  },
  "row-without-parent": {
    fires: [
      fires(
        "a restore of single tables",
        {
          lone: {
            image_properties: [
              { image_id: OTHER, name: "a", value: "x", created_at: ago(DAY), deleted: 0 },
              { image_id: OTHER, name: "b", value: "x", created_at: ago(DAY), deleted: 1 },
            ],
            image_tags: [{ image_id: OTHER, value: "t", created_at: ago(DAY), deleted: 0 }],
          },
        },
        { [OTHER]: "There is no image of this id, but there are rows of it: 2 properties, 1 tag." },
      ),
    ],
    silent: [
      silent("rows of a deleted image", { images: [{ id: OTHER, row: DELETED }] }),
      quiet("rows of a live image"),
    ],
  },
  "schema-half-upgraded": {
    fires: [
      fires(
        "between expand and contract",
        { revisions: ["2024_1_expand01", "2023_1_contract01"] },
        { glance: "alembic_version has 2023_1_contract01 and 2024_1_expand01." },
      ),
      fires(
        "at Ocata's expand, which leaves one row",
        { revisions: ["ocata_expand01"] },
        { glance: "alembic_version stands at ocata_expand01, which a contract must follow." },
      ),
    ],
    silent: [silent("complete", { revisions: ["2024_1_contract01"] }), silent("no table", { revisions: [] })],
  },
  "index-missing": {
    fires: [
      fires(
        "one of them",
        { lostIndex: { table: "images", index: "os_hash_value_image_idx" } },
        { glance: "Not there: images(os_hash_value)." },
      ),
    ],
    silent: [silent("all there", {})],
  },
  "suppression-expired": {
    fires: [
      fires(
        "yesterday was its last day",
        { suppression: { rule: "image-killed", subject: IMAGE, expires: "2026-05-05" } },
        { [IMAGE]: "The suppression of image-killed by dba expired on 2026-05-05." },
      ),
    ],
    silent: [
      silent("today is its last day", {
        suppression: { rule: "image-killed", subject: IMAGE, expires: "2026-05-06" },
      }),
    ],
  },
};
