import { isUuid } from "../schema/uuid.ts";

/** What the property block_device_mapping of a volume-backed image says. */
export interface BlockDevices {
  /** The cinder snapshot that holds the root disk. */
  readonly rootSnapshot: string | undefined;
  /** Cinder snapshots of all disks, the root's among them. */
  readonly snapshots: readonly string[];
  /** Images that disks are made from. */
  readonly images: readonly string[];
}

/** One disk of a volume-backed image. */
export interface BlockDevice {
  readonly bootIndex: number | null;
  readonly deviceName: string | null;
  /** snapshot, image, volume or blank. */
  readonly source: string | null;
  readonly snapshot: string | null;
  readonly image: string | null;
  /** As nova noted it. */
  readonly sizeGib: number | null;
}

const NONE: BlockDevices = { rootSnapshot: undefined, snapshots: [], images: [] };

/**
 * Reads the JSON that nova writes (nova/compute/api.py: snapshot_volume_backed). What is no such list has none;
 * ids are given in lower case.
 */
export function blockDevicesOf(value: string | null): BlockDevices {
  const entries = entriesOf(value);
  if (entries.length === 0) return NONE;
  const withSnapshot = entries.filter((entry) => isUuid(text(entry, "snapshot_id")));
  const root = withSnapshot.find((entry) => String(entry["boot_index"]) === "0") ?? withSnapshot[0];
  return {
    rootSnapshot: root && idOf(root, "snapshot_id"),
    snapshots: withSnapshot.flatMap((entry) => idOf(entry, "snapshot_id") ?? []),
    images: entries.flatMap((entry) => idOf(entry, "image_id") ?? []),
  };
}

/** The disks that the same JSON lists. */
export function listBlockDevices(value: string | null): readonly BlockDevice[] {
  return entriesOf(value).map((entry) => ({
    bootIndex: number(entry, "boot_index"),
    deviceName: text(entry, "device_name"),
    source: text(entry, "source_type"),
    snapshot: idOf(entry, "snapshot_id") ?? null,
    image: idOf(entry, "image_id") ?? null,
    sizeGib: number(entry, "volume_size"),
  }));
}

function number(entry: Record<string, unknown>, name: string): number | null {
  const value = entry[name];
  return value === null || value === undefined || Number.isNaN(Number(value)) ? null : Number(value);
}

function entriesOf(value: string | null): Record<string, unknown>[] {
  try {
    const parsed: unknown = JSON.parse(value ?? "null");
    return Array.isArray(parsed) ? parsed.filter((entry) => typeof entry === "object" && entry !== null) : [];
  } catch {
    return [];
  }
}

function text(entry: Record<string, unknown>, name: string): string | null {
  const value = entry[name];
  return typeof value === "string" ? value : null;
}

function idOf(entry: Record<string, unknown>, name: string): string | undefined {
  return text(entry, name)?.toLowerCase() || undefined;
}
