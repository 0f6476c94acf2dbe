import type { Server } from "./server.ts";

/** A property row that is not simply there: removed, or removed and set again. */
export interface StoredProperty {
  readonly value: string | null;
  readonly deleted: boolean;
  readonly deletedAt: number | null;
}

export type Properties = Readonly<Record<string, string | null | StoredProperty>>;

/**
 * What every snapshot of a server gets from its system metadata (nova/compute/utils.py:
 * initialize_instance_snapshot_metadata). base_image_ref is nobody's explicit write: it is in here or nowhere.
 */
export function inheritedProperties(server: Server): Record<string, string> {
  const base: Record<string, string> = server.baseRef === null ? {} : { base_image_ref: server.baseRef };
  return {
    hw_machine_type: "q35",
    hw_disk_bus: "virtio",
    ...server.inherited,
    ...base,
    boot_roles: "member,reader",
    owner_project_name: server.project.name,
    owner_user_name: `${server.project.name}-admin`,
  };
}

/** What nova-api creates the image with, before any hypervisor saw it (nova/compute/utils.py: create_image). */
export function requestedSnapshot(server: Server, userId = server.userId): Record<string, string> {
  return {
    ...inheritedProperties(server),
    image_type: "snapshot",
    instance_uuid: server.uuid,
    user_id: userId,
  };
}

/** A snapshot as libvirt completes it, before the upload begins (nova/virt/libvirt/driver.py: _create_snapshot_metadata). */
export function libvirtSnapshot(server: Server, userId = server.userId): Record<string, string> {
  return {
    ...requestedSnapshot(server, userId),
    image_location: "snapshot",
    image_state: "available",
    owner_id: server.project.id,
    os_type: "linux",
  };
}

/** VMware writes no image_location (nova/virt/vmwareapi/images.py: upload_image_stream_optimized). */
export function vmwareSnapshot(server: Server): Record<string, string> {
  return {
    ...requestedSnapshot(server),
    vmware_disktype: "streamOptimized",
    vmware_image_version: "1",
    vmware_adaptertype: "lsiLogic",
    vmware_ostype: "ubuntu64Guest",
    owner_id: server.project.id,
  };
}

/** XenAPI wrote no image_location either (nova 20.0.0 virt/xenapi/image/glance.py: upload_image). */
export function xenSnapshot(server: Server): Record<string, string> {
  return { ...requestedSnapshot(server), auto_disk_config: "True", os_type: "linux" };
}

/** zVM writes what libvirt writes, and the architecture (nova/virt/zvm/driver.py: snapshot). */
export function zvmSnapshot(server: Server): Record<string, string> {
  return { ...libvirtSnapshot(server), os_distro: "rhel7", architecture: "s390x", hypervisor_type: "zvm" };
}

/** createBackup marks the same set as one of a rotation (nova/compute/api.py: backup). */
export function asBackup(
  snapshot: Readonly<Record<string, string>>,
  rotation: string,
): Record<string, string> {
  return { ...snapshot, image_type: "backup", backup_type: rotation };
}

/** A cinder snapshot as a volume-backed image points at it. */
export interface SnapshotRef {
  readonly id: string;
  readonly volumeSizeGib: number;
}

/**
 * A volume-backed snapshot: none of image_type, instance_uuid, image_location, user_id or owner_id, and
 * base_image_ref '' (nova/compute/api.py: snapshot_volume_backed). What the volume inherited from an older
 * image comes along (nova/block_device.py: get_image_metadata_from_volume).
 */
export function volumeBackedSnapshot(server: Server, snapshot: SnapshotRef): Record<string, string> {
  const mapping = {
    source_type: "snapshot",
    destination_type: "volume",
    snapshot_id: snapshot.id,
    volume_id: null,
    image_id: null,
    boot_index: 0,
    volume_size: snapshot.volumeSizeGib,
    device_name: "/dev/vda",
    device_type: "disk",
    disk_bus: "virtio",
    guest_format: null,
    no_device: null,
    delete_on_termination: false,
    tag: null,
    volume_type: null,
    encrypted: null,
  };
  return {
    ...server.rootVolume?.madeFrom?.properties,
    ...inheritedProperties(server),
    root_device_name: "/dev/vda",
    bdm_v2: "True",
    block_device_mapping: JSON.stringify([mapping]),
  };
}

/** Drops some properties, as a release or a driver that never wrote them. */
export function without(
  properties: Readonly<Record<string, string>>,
  ...names: string[]
): Record<string, string> {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}

/** Soft-deletes some properties; the rows keep their values (glance/db/sqlalchemy/api.py: _set_properties_for_image). */
export function removed(properties: Properties, deletedAt: number, ...names: string[]): Properties {
  return restate(properties, { deleted: true, deletedAt }, names);
}

/** Removes and sets again: the row lives, its deleted_at stays (glance/db/sqlalchemy/api.py: _image_property_update). */
export function setAgain(properties: Properties, deletedAt: number, ...names: string[]): Properties {
  return restate(properties, { deleted: false, deletedAt }, names);
}

/** Soft-deletes all properties, as the deletion of their image does. */
export function allRemoved(properties: Properties, deletedAt: number): Properties {
  return removed(properties, deletedAt, ...Object.keys(properties));
}

function restate(
  properties: Properties,
  state: Omit<StoredProperty, "value">,
  names: readonly string[],
): Properties {
  const changed = { ...properties };
  for (const name of names) {
    const stored = properties[name];
    const value = typeof stored === "object" && stored !== null ? stored.value : (stored ?? null);
    changed[name] = { value, ...state };
  }
  return changed;
}
