import { expressionBuilder } from "kysely";
import { asBytes, tableWithIndex } from "../../guard/fragments.ts";
import type { ImageLocationsTable } from "../../schema/glance.ts";
import { isUuid } from "../../schema/uuid.ts";
import { indexHint } from "../index-hint.ts";
import { imageKeyOf } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { LocationGroups } from "./location-groups.ts";
import { rangesById } from "../ranges-by-id.ts";
import { textHash } from "../packed/text-hash.ts";
import type { ChildRowWatch } from "./screen-rows.ts";

/** Locations remembered at once, some 50 bytes each. */
const CAPACITY = 200_000;
const PER_STATEMENT = 500;
const UUIDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

interface StoredLocation {
  readonly id: number;
  readonly imageId: string;
  readonly value: string;
}

/**
 * Images whose live locations are the same, byte for byte. Nearly every store writes the image's own id into the
 * location; only of those that lack it is anything sent. They are compared among one another by hash, in several
 * passes where there are many, and with the locations of the images whose ids they name.
 * @param watch shares the first pass
 */
export async function findSharedLocations(
  handle: GlanceHandle,
  watch?: ChildRowWatch,
  capacity = CAPACITY,
): Promise<LocationGroups> {
  const groups = new LocationGroups(imageKeyOf(handle));
  let parts = 1;
  for (let part = 0; part < parts; part += 1) {
    let seen = new Map<number, number>();
    for await (const page of foreignLocations(handle, part === 0 ? watch : undefined)) {
      const pairs: (readonly [number, StoredLocation])[] = [];
      for (const location of page) {
        const hash = textHash(location.value);
        if (hash % parts !== part) continue;
        const earlier = seen.get(hash);
        if (earlier === undefined) seen.set(hash, location.id);
        else pairs.push([earlier, location]);
      }
      await joinPairs(handle, pairs, groups);
      if (part === 0) await joinNamed(handle, page, groups);
      while (seen.size > capacity) {
        parts *= 2;
        seen = new Map([...seen].filter(([hash]) => hash % parts === part));
      }
    }
  }
  return groups;
}

/** The live locations that do not contain the id of their own image; of others no value is sent. */
async function* foreignLocations(
  handle: GlanceHandle,
  watch: ChildRowWatch | undefined,
): AsyncGenerator<readonly StoredLocation[]> {
  const eb = expressionBuilder<{ t: ImageLocationsTable }, "t">();
  const namesItself = eb.fn<number>("instr", ["t.value", asBytes(handle.engine, eb.ref("t.image_id"))]);
  const isForeign = eb.and([eb("t.deleted", "=", 0), eb(namesItself, "=", 0)]);
  // Left alone the optimizer takes the index on deleted, and looks up every row.
  const primary = indexHint(handle, "image_locations", ["id"]);
  const pages = rangesById(handle, "image_locations", (after, upTo) =>
    handle.db
      .selectFrom(tableWithIndex<ImageLocationsTable, "t">("image_locations", "t", primary))
      .select(["t.id", "t.image_id", eb.case().when(isForeign).then(eb.ref("t.value")).end().as("foreign")])
      .select(["t.deleted", "t.deleted_at"])
      .where("t.id", ">", after)
      .where("t.id", "<=", upTo)
      .where(watch === undefined ? isForeign : eb.or([isForeign, watch.wants])),
  );
  for await (const rows of pages) {
    for (const [, imageId, , deleted, deletedAt] of rows)
      watch?.see(imageId as string, deleted !== 0, deletedAt as string | null);
    yield rows.filter(([, , foreign]) => foreign !== null).map(locationOf);
  }
}

/** Of two locations with one hash only the ids are known: their values decide. */
async function joinPairs(
  handle: GlanceHandle,
  pairs: readonly (readonly [number, StoredLocation])[],
  groups: LocationGroups,
): Promise<void> {
  for (let from = 0; from < pairs.length; from += PER_STATEMENT) {
    const batch = pairs.slice(from, from + PER_STATEMENT);
    const query = handle.db
      .selectFrom("image_locations as l")
      .select(["l.id", "l.image_id", "l.value"])
      .where("l.id", "in", [...new Set(batch.map(([id]) => id))]);
    const earlier = new Map((await handle.readArrays(query)).map((row) => [Number(row[0]), locationOf(row)]));
    for (const [id, location] of batch) {
      const other = earlier.get(id);
      if (other?.value === location.value) groups.join(other.imageId, location.imageId);
    }
  }
}

/** A location that names another image's id may be that image's own. */
async function joinNamed(
  handle: GlanceHandle,
  page: readonly StoredLocation[],
  groups: LocationGroups,
): Promise<void> {
  const named = page.flatMap((location) =>
    [...location.value.matchAll(UUIDS)].map(([id]) => ({ id: id.toLowerCase(), location })),
  );
  for (let from = 0; from < named.length; from += PER_STATEMENT) {
    const batch = named.slice(from, from + PER_STATEMENT);
    const ids = [...new Set(batch.map(({ id }) => id))].filter(isUuid);
    const owners = new Map(
      (await readLiveLocations(handle, ids)).map((location) => [location.value, location.imageId]),
    );
    for (const { location } of batch) {
      const owner = owners.get(location.value);
      if (owner !== undefined && owner !== location.imageId) groups.join(owner, location.imageId);
    }
  }
}

/** Joins to themselves those of these images that have the same live location twice. */
export async function joinRepeatedLocations(
  handle: GlanceHandle,
  imageIds: readonly string[],
  groups: LocationGroups,
): Promise<void> {
  const seen = new Set<string>();
  for (const { imageId, value } of await readLiveLocations(handle, imageIds)) {
    const key = `${imageId}\0${value}`;
    if (seen.has(key)) groups.join(imageId, imageId);
    seen.add(key);
  }
}

async function readLiveLocations(
  handle: GlanceHandle,
  imageIds: readonly string[],
): Promise<readonly StoredLocation[]> {
  if (imageIds.length === 0) return [];
  const query = handle.db
    .selectFrom("image_locations as l")
    .select(["l.id", "l.image_id", "l.value"])
    .where("l.image_id", "in", [...imageIds])
    .where("l.deleted", "=", 0);
  return (await handle.readArrays(query)).map(locationOf);
}

function locationOf([id, imageId, value]: readonly unknown[]): StoredLocation {
  return { id: Number(id), imageId: String(imageId), value: String(value) };
}
