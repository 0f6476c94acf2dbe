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

const SOURCES: ReadonlySet<unknown> = new Set(["snapshot", "volume", "image", "blank"]);

/**
 * Why nova could not use a block device mapping, as the rest of a sentence; null if it can
 * (nova/block_device.py: BlockDeviceDict).
 */
export function blockDeviceProblem(value: string | null): string | null {
  if (value === null || value === "") return value === null ? "is NULL" : "is empty";
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return "is not JSON";
  }
  if (!Array.isArray(parsed)) return "is not a list";
  if (parsed.length === 0) return "is an empty list";
  return parsed.map(entryProblem).find((problem) => problem !== null) ?? null;
}

function entryProblem(entry: unknown): string | null {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry))
    return "has an entry that is no object";
  const fields = entry as Record<string, unknown>;
  const source = fields["source_type"];
  // Mappings of before Grizzly have no source_type: the ids alone say what they are.
  if (source === undefined) return null;
  if (!SOURCES.has(source)) return `has the source_type ${JSON.stringify(source)}`;
  const needed = `${String(source)}_id`;
  return source === "blank" || text(fields, needed) ? null : `has a ${String(source)} without ${needed}`;
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
