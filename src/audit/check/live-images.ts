import { blockDevicesOf } from "../../judge/block-devices.ts";
import type { ImageFacts } from "../../judge/image-facts.ts";
import type { Kind } from "../../judge/kind.ts";
import { readChildRows } from "../../read/glance/child-rows.ts";
import { readMembers } from "../../read/glance/image-members.ts";
import type { CinderHandle } from "../../read/cinder/open-cinder.ts";
import { readLocationCounts } from "../../read/glance/location-counts.ts";
import type { LocationGroups } from "../../read/glance/location-groups.ts";
import { BLOCK_DEVICES } from "../../read/glance/naming-properties.ts";
import { NO_VALUES, readPropertyValues, type ValuesOf } from "../../read/glance/property-values.ts";
import { joinRepeatedLocations } from "../../read/glance/shared-locations.ts";
import { readSnapshotStates } from "../../read/cinder/snapshot-states.ts";
import { BACKUP_TYPE, OWNER_ID, type ValueNotes } from "../../read/glance/value-notes.ts";
import type { Suspects } from "../../read/packed/suspects.ts";
import type { UuidTable } from "../../read/packed/uuid-table.ts";
import type { ExtraFact } from "../../rules/rule.ts";
import type { LiveImage, SnapshotState } from "../../rules/subjects.ts";
import { isUuid } from "../../schema/uuid.ts";
import type { JudgedImage } from "../images/judge-stretch.ts";
import type { Visit } from "../visited-database.ts";
import type { KnownImages } from "./known-images.ts";
import type { Projects } from "./projects.ts";

/** All that the facts about a page of live images are drawn from. */
export interface Sources {
  readonly images: KnownImages;
  readonly suspects: Suspects;
  /** undefined where no pass over the properties noted them. */
  readonly notes: ValueNotes | undefined;
  readonly groups: LocationGroups | undefined;
  readonly projects: Projects | undefined;
  readonly cinder: Visit<CinderHandle> | undefined;
  /** Takes the cinder snapshots that live images need. */
  readonly usedSnapshots: UuidTable;
  readonly nowMs: number;
}

/** Brings what rules ask for of the images of one page, in a few statements for all of them. */
export async function gatherFacts(
  judged: readonly JudgedImage[],
  wanted: ReadonlySet<ExtraFact>,
  sources: Sources,
): Promise<LiveImage[]> {
  const { images, suspects, groups, projects, nowMs } = sources;
  const glance = images.glance;
  const [first, last] = [judged[0]?.image.id, judged.at(-1)?.image.id];
  if (first === undefined || last === undefined) return [];
  const asked = (fact: ExtraFact): boolean => wanted.has(fact);

  const close = judged.filter(({ image }) => image.deletedAt !== null || suspects.has(image.id));
  const rowsOf = await readChildRows(glance, asked("rows") || asked("unlocated") ? idsOf(close) : []);
  const countOf =
    asked("unlocated") || groups !== undefined ? await readLocationCounts(glance, first, last) : () => 1;
  const bare = new Set(
    idsOf(judged.filter(({ image }) => image.status === "active" && countOf(image.id) === 0)),
  );
  const emptied = new Set(
    asked("unlocated")
      ? idsOf(close).filter((id) => !rowsOf(id).some(({ kind, deleted }) => kind === "location" && !deleted))
      : [],
  );
  // Without a read view an image may have been deleted since its page was read, and its locations with it.
  const stateNow = await images.fresh([...bare, ...emptied]);
  const isUnlocated = (id: string): boolean =>
    (bare.has(id) || emptied.has(id)) && stateNow(id) !== "gone" && stateNow(id) !== "deleted";
  const several = idsOf(judged.filter(({ image }) => countOf(image.id) > 1));
  if (groups !== undefined) await joinRepeatedLocations(glance, several, groups);

  const valuesOf = await readValues(judged, wanted, sources);
  const stateOf = await images.states(asked("baseGone") ? judged.flatMap(baseOf) : []);
  const membersOf =
    asked("lostMembers") && projects !== undefined ? await readMembers(glance, first, last) : () => [];
  const devicesOf = await blockDevices(judged, (id) => valuesOf(id).get("block_device_mapping"), sources);

  return judged.map((one) => {
    const { image, verdict, nova } = one;
    const [base] = baseOf(one);
    return {
      image,
      verdict,
      nova,
      nowMs,
      rows: rowsOf(image.id),
      values: valuesOf(image.id),
      unlocated: isUnlocated(image.id),
      sharesLocationWith: groups?.of(image.id) ?? [],
      baseGone: base !== undefined && isGone(stateOf(base)),
      ownerStanding: image.owner === null ? undefined : projects?.standing(image.owner),
      lostMembers: membersOf(image.id).filter((member) => projects?.standing(member) === "gone"),
      blockDevices: devicesOf?.(image),
    };
  });
}

const isGone = (state: string): boolean => state === "gone" || state === "deleted";

function idsOf(judged: readonly JudgedImage[]): string[] {
  return judged.map(({ image }) => image.id);
}

/** What was noted on the way is not asked for again, nor are properties of images that cannot have them. */
async function readValues(
  judged: readonly JudgedImage[],
  wanted: ReadonlySet<ExtraFact>,
  { images: { glance }, notes }: Sources,
): Promise<ValuesOf> {
  const values = wanted.has("values");
  const unnoted = values ? judged.filter(({ image }) => notes?.knows(image.id) !== true) : [];
  const ofKind = (kind: Kind, among: readonly JudgedImage[]): string[] =>
    idsOf(among.filter(({ verdict }) => verdict.kind === kind));
  const mapped = wanted.has("blockDevices") ? judged : unnoted;
  const asked = [
    { ids: ofKind("volume-snapshot", mapped), name: BLOCK_DEVICES },
    { ids: ofKind("backup", unnoted), name: BACKUP_TYPE },
    { ids: idsOf(unnoted), name: OWNER_ID },
  ].filter(({ ids }) => ids.length > 0);
  const read: ValuesOf[] = [];
  for (const { ids, name } of asked) read.push(await readPropertyValues(glance, ids, [name]));
  return (imageId) => {
    const noted = notes?.valuesOf(imageId) ?? NO_VALUES;
    const found = read.map((valuesOf) => valuesOf(imageId)).filter(({ size }) => size > 0);
    return found.length === 0 ? noted : new Map([noted, ...found].flatMap((some) => Array.from(some)));
  };
}

/** Ids in lower case: here case does not count. */
function baseOf({ verdict }: JudgedImage): string[] {
  const value = verdict.classification.counted.base_image_ref?.value ?? null;
  return isUuid(value) ? [value.toLowerCase()] : [];
}

async function blockDevices(
  judged: readonly JudgedImage[],
  mappingOf: (imageId: string) => string | null | undefined,
  { cinder, usedSnapshots }: Sources,
): Promise<((image: ImageFacts) => readonly SnapshotState[]) | undefined> {
  if (cinder === undefined) return undefined;
  const snapshotsOf = new Map(
    judged.map(({ image }) => [image.id, blockDevicesOf(mappingOf(image.id) ?? null).snapshots]),
  );
  const ids = [...new Set([...snapshotsOf.values()].flat())];
  for (const id of ids) usedSnapshots.claim(id);
  const states = await cinder.ask((handle) => readSnapshotStates(handle, ids));
  if (states === undefined) return undefined;
  return ({ id }) =>
    (snapshotsOf.get(id) ?? []).map((snapshot) => ({ id: snapshot, state: states.get(snapshot) ?? "gone" }));
}
