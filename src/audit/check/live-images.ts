import { blockDevicesOf } from "../../judge/block-devices.ts";
import type { Kind } from "../../judge/kind.ts";
import type { RowsOf } from "../../read/glance/child-rows.ts";
import { countOf } from "../../read/glance/child-counts.ts";
import type { DeadRows } from "../../read/glance/dead-rows.ts";
import { readMembers } from "../../read/glance/image-members.ts";
import type { CinderHandle } from "../../read/cinder/open-cinder.ts";
import type { KeyRange } from "../../read/glance/image-query.ts";
import type { NamedIds } from "../../read/glance/child-ids.ts";
import type { LocationGroups } from "../../read/glance/location-groups.ts";
import { BLOCK_DEVICES } from "../../read/glance/naming-properties.ts";
import { NO_VALUES, readPropertyValues, type ValuesOf } from "../../read/glance/property-values.ts";
import { readSnapshotStates } from "../../read/cinder/snapshot-states.ts";
import { BACKUP_TYPE, OWNER_ID, type ValueNotes } from "../../read/glance/value-notes.ts";
import type { SuspectRows } from "../../read/glance/suspect-rows.ts";
import type { Suspects } from "../../read/packed/suspects.ts";
import type { UuidTable } from "../../read/packed/uuid-table.ts";
import type { ExtraFact } from "../../rules/rule.ts";
import type { LiveImage, SnapshotState } from "../../rules/subjects.ts";
import { InternalError } from "../../errors.ts";
import { isUuid } from "../../schema/uuid.ts";
import type { JudgedImage } from "../images/judge-stretch.ts";
import type { Visit } from "../visited-database.ts";
import type { KnownImages } from "./known-images.ts";
import { locate } from "./locate.ts";
import type { Projects } from "./projects.ts";

/** All that the facts about a page of live images are drawn from. */
export interface Sources {
  readonly images: KnownImages;
  /** Whether all statements see glance at one moment. */
  readonly hasReadView: boolean;
  readonly suspects: Suspects;
  readonly rows: SuspectRows;
  /** undefined where soft-deleted rows were not counted. */
  readonly dead: DeadRows | undefined;
  /** undefined where no pass over the properties noted them. */
  readonly notes: ValueNotes | undefined;
  readonly groups: LocationGroups | undefined;
  readonly projects: Projects | undefined;
  readonly cinder: Visit<CinderHandle> | undefined;
  /** Takes the cinder snapshots that live images need. */
  readonly usedSnapshots: UuidTable;
  /** Takes the stretches of image ids in which rows may belong to no image. */
  readonly loneRanges: KeyRange[];
  readonly nowMs: number;
}

const NO_ROWS: ReturnType<RowsOf> = [];
const NOBODY: readonly string[] = [];

/**
 * Brings what rules ask for of the images of one page, in a few statements for all of them. There are millions, so
 * what most of them lack costs each no more than a look.
 * @returns by the place in `judged`; put together only when it is asked for, so that it is garbage at once
 */
export async function gatherFacts(
  judged: readonly JudgedImage[],
  wanted: ReadonlySet<ExtraFact>,
  named: Promise<NamedIds>,
  sources: Sources,
): Promise<(at: number) => LiveImage> {
  const { images, suspects, rows, dead, groups, projects, nowMs } = sources;
  const ids = idsOf(judged);
  const [first, last] = [ids[0], ids.at(-1)];
  if (first === undefined || last === undefined) return nothing;
  const asked = (fact: ExtraFact): boolean => wanted.has(fact);

  const close = new Set<string>();
  if (asked("rows") || asked("unlocated")) {
    for (const { image } of judged) {
      if (image.deletedAt !== null || suspects.has(image.id) || mayHaveLost(image.id, dead))
        close.add(image.id);
    }
  }
  const bases = asked("baseGone") ? judged.map(baseOf) : [];
  // Sent together, so that the server need not wait for us between them.
  const [{ locationsOf }, rowsOf, values, basesGone, membersOf] = await Promise.all([
    named,
    rows.of([...close]),
    readValues(judged, ids, wanted, sources),
    images.gone(bases),
    asked("lostMembers") && projects !== undefined ? readMembers(images.glance, first, last) : () => NOBODY,
  ]);
  const located = { rowsOf, close, locationsOf, wanted: asked("unlocated"), groups };
  const unlocated = await locate(judged, located, sources);
  const devicesOf = await blockDevices(values, sources);

  return (at) => {
    const { image, verdict, nova } = judged[at]!;
    return {
      image,
      verdict,
      nova,
      nowMs,
      rows: close.has(image.id) ? rowsOf(image.id) : NO_ROWS,
      values: values[at] ?? NO_VALUES,
      unlocated: unlocated.has(image.id),
      sharesLocationWith: groups?.of(image.id) ?? NOBODY,
      baseGone: basesGone[at] === true,
      ownerStanding: image.owner === null ? undefined : projects?.standing(image.owner),
      lostMembers:
        projects === undefined
          ? NOBODY
          : membersOf(image.id).filter((member) => projects.standing(member) === "gone"),
      blockDevices: devicesOf?.(at),
    };
  };
}

function nothing(): never {
  throw new InternalError("No image of this page is live.");
}

/** Whether a location of a live image is soft-deleted, and perhaps its only one. */
function mayHaveLost(imageId: string, dead: DeadRows | undefined): boolean {
  if (dead === undefined) return false;
  const counts = dead.of(imageId);
  return counts === undefined || countOf(counts, "location") > 0;
}

function idsOf(judged: readonly JudgedImage[]): string[] {
  return judged.map(({ image }) => image.id);
}

/** What was noted on the way is not asked for again, nor are properties of images that cannot have them. */
async function readValues(
  judged: readonly JudgedImage[],
  ids: readonly string[],
  wanted: ReadonlySet<ExtraFact>,
  { images: { glance }, notes }: Sources,
): Promise<ReturnType<ValuesOf>[]> {
  const values = wanted.has("values");
  const unnoted = values ? judged.filter(({ image }) => notes?.knows(image.id) !== true) : [];
  const ofKind = (kind: Kind, among: readonly JudgedImage[]): string[] =>
    idsOf(among.filter(({ verdict }) => verdict.kind === kind));
  const mapped = wanted.has("blockDevices") ? judged : unnoted;
  const asked = [
    { ids: ofKind("volume-snapshot", mapped), name: BLOCK_DEVICES },
    { ids: ofKind("backup", unnoted), name: BACKUP_TYPE },
    { ids: idsOf(unnoted), name: OWNER_ID },
  ].filter(({ ids: some }) => some.length > 0);
  const read: ValuesOf[] = [];
  for (const { ids: some, name } of asked) read.push(await readPropertyValues(glance, some, [name]));
  const noted = judged.map(({ image }) => notes?.valuesOf(image.properties) ?? NO_VALUES);
  if (read.length === 0) return noted;
  return noted.map((known, at) => {
    const found = read.map((valuesOf) => valuesOf(ids[at] ?? "")).filter(({ size }) => size > 0);
    return found.length === 0 ? known : new Map([known, ...found].flatMap((some) => Array.from(some)));
  });
}

/** In lower case: here case does not count. */
function baseOf({ verdict }: JudgedImage): string | undefined {
  const value = verdict.classification.counted.base_image_ref?.value ?? null;
  return isUuid(value) ? value.toLowerCase() : undefined;
}

/** @param values of each image */
async function blockDevices(
  values: readonly ReturnType<ValuesOf>[],
  { cinder, usedSnapshots }: Sources,
): Promise<((at: number) => readonly SnapshotState[]) | undefined> {
  if (cinder === undefined) return undefined;
  const snapshots = values.map((of) => blockDevicesOf(of.get(BLOCK_DEVICES) ?? null).snapshots);
  const ids = [...new Set(snapshots.flat())];
  for (const id of ids) usedSnapshots.claim(id);
  const states = await cinder.ask((handle) => readSnapshotStates(handle, ids));
  if (states === undefined) return undefined;
  return (at) => (snapshots[at] ?? []).map((id) => ({ id, state: states.get(id) ?? "gone" }));
}
