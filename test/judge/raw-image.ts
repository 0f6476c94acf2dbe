import type { ImageFacts, NovaFacts } from "../../src/judge/image-facts.ts";
import { judgeImage } from "../../src/judge/judge-image.ts";
import { isSnapshottingTask } from "../../src/judge/instance-state.ts";
import { utcMs } from "../../src/judge/times.ts";
import { addProperty, emptyPropertySet } from "../../src/judge/property-set.ts";

/** One row of image_properties. */
export interface RawProperty {
  readonly name: string;
  readonly value: string | null;
  readonly deleted: boolean;
}

/** The part of an image that a verdict depends on, as it stands in the tables. */
export interface RawImage {
  readonly status: string;
  readonly deleted: boolean;
  readonly deletedAt: string | null;
  readonly createdAt: string;
  readonly diskFormat: string | null;
  readonly rows: readonly RawProperty[];
}

export const NOW = Date.UTC(2026, 4, 6, 12, 0, 0);
export const UUID = "6343e28e-3a68-4713-8dbe-027fd1b584e1";
export const SERVER = "a4d5b991-0aaa-4f52-b91b-649628c97303";

/** A DATETIME as MySQL writes it, so many seconds before `NOW`. */
export function secondsAgo(seconds: number): string {
  return new Date(NOW - seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
}

/** Properties as nova writes them, some of them otherwise: null is NULL, undefined takes one away. */
export function properties(changes: Readonly<Record<string, string | null | undefined>> = {}): RawProperty[] {
  const whole: Record<string, string | null | undefined> = {
    image_type: "snapshot",
    instance_uuid: SERVER,
    base_image_ref: UUID,
    image_location: "snapshot",
    ...changes,
  };
  return Object.entries(whole).flatMap(([name, value]) =>
    value === undefined ? [] : [{ name, value, deleted: false }],
  );
}

/** Only these properties. */
export function only(given: Readonly<Record<string, string | null>>): RawProperty[] {
  return Object.entries(given).map(([name, value]) => ({ name, value, deleted: false }));
}

/** The same rows, those of these names soft-deleted; without names all. */
export function removing(rows: readonly RawProperty[], ...names: string[]): RawProperty[] {
  return rows.map((row) =>
    names.length === 0 || names.includes(row.name) ? { ...row, deleted: true } : row,
  );
}

/** A month-old active image with the whole set, but for the changes. */
export function rawImage(changes: Partial<RawImage> = {}): RawImage {
  return {
    status: "active",
    deleted: false,
    deletedAt: null,
    createdAt: secondsAgo(30 * 86_400),
    diskFormat: "qcow2",
    rows: properties(),
    ...changes,
  };
}

/** What the tool holds of such an image. */
export function factsOf(raw: RawImage): ImageFacts {
  const set = emptyPropertySet();
  for (const { name, value, deleted } of raw.rows) addProperty(set, name, value, deleted);
  return {
    id: UUID,
    name: "an image",
    owner: "1f2e",
    visibility: "private",
    sizeBytes: 1024,
    updatedAt: null,
    status: raw.status,
    createdAt: raw.createdAt,
    deletedAt: raw.deletedAt,
    deleted: raw.deleted,
    diskFormat: raw.diskFormat,
    protected: false,
    properties: set,
    emptied: raw.rows.length > 0 && raw.rows.every((row) => row.deleted),
  };
}

/** The tool's verdict on it at `NOW`. */
export function judge(raw: RawImage, nova?: NovaFacts) {
  return judgeImage(factsOf(raw), nova, NOW);
}

/** What nova says of the server, and that no server is shelved into the image. */
export function server(deletedAt: string | null, taskState: string | null = null): NovaFacts {
  const instance =
    deletedAt === null
      ? ({ state: "alive", deletedAtMs: null, snapshotting: isSnapshottingTask(taskState) } as const)
      : ({ state: "deleted", deletedAtMs: utcMs(deletedAt), snapshotting: false } as const);
  return { instance, shelved: false };
}
