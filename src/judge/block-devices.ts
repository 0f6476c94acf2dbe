/** The cinder objects that an image's block device mapping is made of. */
export interface BlockDevices {
  readonly snapshotIds: readonly string[];
  readonly volumeIds: readonly string[];
  /** Why nova could not use the mapping, as the rest of a sentence; null if it can. */
  readonly problem: string | null;
}

const SOURCES: ReadonlySet<unknown> = new Set(["snapshot", "volume", "image", "blank"]);

/**
 * Reads the property block_device_mapping: a JSON list of objects (nova/block_device.py: BlockDeviceDict).
 * Whatever can be read is read, also of a mapping that has a problem.
 */
export function parseBlockDevices(value: string | null): BlockDevices {
  if (value === null || value === "") return unreadable(`is ${value === null ? "NULL" : "empty"}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    return unreadable("is not JSON");
  }
  if (!Array.isArray(parsed)) return unreadable("is not a list");
  if (parsed.length === 0) return unreadable("is an empty list");
  const entries = parsed.filter(isObject);
  return {
    snapshotIds: idsOf(entries, "snapshot_id"),
    volumeIds: idsOf(entries, "volume_id"),
    problem: entries.length < parsed.length ? "has an entry that is no object" : problemOf(entries),
  };
}

function unreadable(problem: string): BlockDevices {
  return { snapshotIds: [], volumeIds: [], problem };
}

function problemOf(entries: readonly Readonly<Record<string, unknown>>[]): string | null {
  for (const entry of entries) {
    const source = entry["source_type"];
    // Mappings of before Grizzly have no source_type: the ids alone say what they are.
    if (source !== undefined && !SOURCES.has(source)) return `has the source_type ${JSON.stringify(source)}`;
    const needed = source === undefined || source === "blank" ? null : `${String(source)}_id`;
    if (needed !== null && typeof entry[needed] !== "string")
      return `has a ${String(source)} without ${needed}`;
  }
  return null;
}

function idsOf(entries: readonly Readonly<Record<string, unknown>>[], key: string): string[] {
  return entries.flatMap((entry) => {
    const id = entry[key];
    return typeof id === "string" && id !== "" ? [id] : [];
  });
}

function isObject(entry: unknown): entry is Readonly<Record<string, unknown>> {
  return typeof entry === "object" && entry !== null && !Array.isArray(entry);
}
