/**
 * The four properties that make an image an instance snapshot, in the order in which reports list them.
 * Source: OpenStack operations guide, "Taking Snapshots"; written by nova/compute/utils.py: create_image
 * and nova/virt/libvirt/driver.py: _create_snapshot_metadata.
 */
export const SNAPSHOT_PROPERTIES = [
  "image_type",
  "instance_uuid",
  "base_image_ref",
  "image_location",
] as const;

export type SnapshotProperty = (typeof SNAPSHOT_PROPERTIES)[number];

/** What nova writes into image_type and image_location of a snapshot. */
export const SNAPSHOT_VALUE = "snapshot";

/** What nova writes into image_type of a backup (nova/compute/api.py: backup). */
export const BACKUP_VALUE = "backup";

/** The properties that only a volume-backed snapshot has (nova/compute/api.py: snapshot_volume_backed). */
export const BLOCK_DEVICE_PROPERTIES = ["block_device_mapping", "bdm_v2"] as const;

/** The marks of drivers that never write image_location: VMware's prefix, and XenAPI's own property. */
export const VMWARE_PREFIX = "vmware_";
export const XENAPI_PROPERTY = "auto_disk_config";
