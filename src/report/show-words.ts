import type { Cause } from "../judge/cause.ts";
import type { Class } from "../judge/classify.ts";
import type { Verdict } from "../judge/holds.ts";
import type { InstanceState } from "../judge/instance-state.ts";
import type { Kind } from "../judge/kind.ts";
import type { Writer } from "../judge/property-standing.ts";
import type { Loss } from "../judge/volume-storage.ts";

/** The sentences of `show`, by what they explain. */

export const CLASS_MEANS: Readonly<Record<Class, string>> = {
  full: "all four count and are right; that speaks of the properties, not of usable data",
  partial: "some of the four are absent or wrong; that alone says nothing about the data",
  missing: "none of the four counts",
};

export const KIND_MEANS: Readonly<Record<Kind, string>> = {
  "volume-snapshot": "of a server that boots from a volume: the data is in cinder",
  backup: "made by createBackup, one of a rotation",
  shelved: "a live server will be unshelved from it",
  snapshot: "of a server, by createImage or shelve",
  derived: "it has some of the four, but does not say that it is a snapshot",
  image: "an image that says nothing of a server",
};

export const CAUSE_MEANS: Readonly<Record<Cause, string>> = {
  "half-deleted": "its deletion stopped between the two transactions: delete it again",
  restored: "glance-scrubber --restore brought it back without properties and locations",
  "volume-backed": "nova writes none of the other three when a server boots from a volume",
  inherited: "the volume descends from an older snapshot, whose properties these are",
  "no-data": "the four are written before the upload, and the upload has not finished",
  backup: "complete as a backup: createBackup writes image_type=backup",
  removed: "somebody removed one of the four; its row stays until glance-manage db purge",
  "near-miss": "a name or value is right but for case, accents, width or blanks",
  "in-flight": "image_location is written before the upload, and it has not come to that",
  retagged: "image_type was given another value, as Packer and golden images do",
  driver: "complete for its hypervisor's driver, which never writes image_location",
  rebuilt: "the server was rebuilt by a nova that then lost base_image_ref (LP#1893618)",
  copied: "made more than an hour after its server was deleted: an upload or a copy",
  "user-set": "some of the four without image_type: nova did not write them",
  unexplained: "none of the known ways leads to this",
};

/** images.status (glance/domain/__init__.py: Image). */
const STATUS_MEANS: Readonly<Record<string, string>> = {
  queued: "a record without data, waiting for it or stuck for ever",
  saving: "an upload is running, or glance-api died during it",
  uploading: "data is being staged for an import",
  importing: "an import is running, or data is being hashed",
  active: "can be used",
  deactivated: "an administrator switched it off; the data is kept",
  killed: "an upload failed, in the days of glance v1",
  deleted: "deleted; its row waits for a purge",
  pending_delete: "deleted; the scrubber has still to remove its data",
};

export function statusMeaning(status: string): string {
  return STATUS_MEANS[status] ?? "a status that glance does not know";
}

/** Who writes a property into a snapshot, when, and where upstream's source says so. */
export const WRITER_IS: Readonly<Record<Writer, { readonly who: string; readonly source: string }>> = {
  "nova-api": { who: "nova-api, at the request", source: "nova/compute/utils.py: create_image" },
  backup: { who: "createBackup, at the request", source: "nova/compute/api.py: backup" },
  "system-metadata": {
    who: "inherited from the server",
    source: "nova/compute/utils.py: initialize_instance_snapshot_metadata",
  },
  driver: {
    who: "the driver, before upload",
    source: "nova/virt/libvirt/driver.py: _create_snapshot_metadata",
  },
  "driver-never": { who: "never, by this driver", source: "nova/virt/vmwareapi/images.py and its like" },
  "volume-never": { who: "never, if volume-backed", source: "nova/compute/api.py: snapshot_volume_backed" },
  "older-image": {
    who: "an older image's writer",
    source: "cinder/volume/volume_utils.py: get_volume_image_metadata",
  },
};

export const STATE_MEANS: Readonly<Record<InstanceState, string>> = {
  alive: "it is there",
  "soft-deleted": "deleted, but it can still be restored: not gone",
  building: "in no cell yet, but in a build request",
  deleted: "gone, says its row in the cell",
  archived: "gone, says its row in the shadow table",
  "stale-mapping": "gone, it seems: a mapping is left, but its cell has no row of it",
  untraceable: "gone, it seems: in no cell, shadow table, mapping or build request",
  unknown: "it was not found, but not everything was read",
};

export const VERDICT_MEANS: Readonly<Record<Verdict, string>> = {
  held: "its server is gone, but somebody still needs the image",
  unverified: "its server is gone, but what could show a need was not all read",
  reclaimable: "no database shows a need; ask the owner before deleting it",
};

export const LOSS_MEANS: Readonly<Record<Loss, string>> = {
  missing: "cinder has no such snapshot",
  deleted: "the snapshot is deleted",
  error: "the snapshot is in error",
};

/** What is not known without a database. */
export const WITHOUT: Readonly<Record<string, string>> = {
  nova: "what became of the server, who booted from the image, whether one is shelved in it",
  "nova-api": "which cells there are, and who is being built from the image",
  cinder: "the disks of volume-backed images, and volumes made from images",
  keystone: "names of projects, and whether they still exist",
};
