import { markOf, type StoredValue } from "../../judge/property-set.ts";
import { BACKUP_VALUE, SNAPSHOT_PROPERTIES, SNAPSHOT_VALUE } from "../../schema/snapshot-properties.ts";
import { NOT_CANONICAL } from "./uuid-table.ts";

/** Record layout: one word of flags, and which of the instances and of the bases it names. */
export const FLAGS = 0;
export const INSTANCE_AT = 1;
export const BASE_AT = 2;
export const RECORD_WORDS = 3;
/** Behind the record, where somebody keeps a word of his own. */
export const ASIDE = BASE_AT + 1;

/** Flags: for each of the four two bits of state (0 no row, 1 live, 2 soft-deleted) and two of form, then these. */
const LIVE = 1;
const REMOVED = 2;
export const STATES = 0xff;
const FORMS_AT = 8;
const MARKS_AT = 16;
const REMOVED_MARKS_AT = 19;
const MARK_BITS = 7;
/** State and form of each of the four: all that its classification depends on. */
export const LIKENESS = (1 << MARKS_AT) - 1;
/** For each of the four whether its value is kept elsewhere, having no form. */
const ODD_AT = 22;
export const ODD_VALUES = 0xf << ODD_AT;

export const IMAGE_TYPE = SNAPSHOT_PROPERTIES.indexOf("image_type");
export const INSTANCE_UUID = SNAPSHOT_PROPERTIES.indexOf("instance_uuid");
export const BASE_IMAGE_REF = SNAPSHOT_PROPERTIES.indexOf("base_image_ref");
export const IMAGE_LOCATION = SNAPSHOT_PROPERTIES.indexOf("image_location");

/** The values that are packed as a form; of the two UUIDs form 0 is the packed one. */
const WORDS = [SNAPSHOT_VALUE, BACKUP_VALUE, "", null] as const;
/** Each as a live row and as a soft-deleted one has it: shared by all images, so not to be changed. */
const WORD_VALUES: readonly (readonly [live: StoredValue, removed: StoredValue])[] = WORDS.map((value) => [
  { value, deleted: false },
  { value, deleted: true },
]);

/** Where the rows of an image are kept. */
export interface Place {
  /** The spelling of its id; undefined for an image of no interest. */
  readonly id: string | undefined;
  /** Its record's number; negative if its id is no UUID. */
  readonly record: number;
}

export const OUTSIDE: Place = { id: undefined, record: NOT_CANONICAL };

/** The state bits of a row of this property. */
export function stateBits(property: number, deleted: boolean): number {
  return (deleted ? REMOVED : LIVE) << (2 * property);
}

/** The bits of a row whose value is one of the words; null for any other value. */
export function wordBits(property: number, value: string | null, deleted: boolean): number | null {
  const form = WORDS.indexOf(value as (typeof WORDS)[number]);
  return form < 0 ? null : stateBits(property, deleted) | (form << (FORMS_AT + 2 * property));
}

/** The bits of a row of this property whose value is kept elsewhere. */
export function oddBits(property: number, deleted: boolean): number {
  return stateBits(property, deleted) | (1 << (ODD_AT + property));
}

/** The bits of a row of any other name. */
export function markBits(name: string, deleted: boolean): number {
  return markOf(name) << (deleted ? REMOVED_MARKS_AT : MARKS_AT);
}

export function liveMarks(flags: number): number {
  return (flags >>> MARKS_AT) & MARK_BITS;
}

export function removedMarks(flags: number): number {
  return (flags >>> REMOVED_MARKS_AT) & MARK_BITS;
}

export function hasRow(flags: number, property: number): boolean {
  return stateOf(flags, property) !== 0;
}

export function isRemoved(flags: number, property: number): boolean {
  return stateOf(flags, property) === REMOVED;
}

export function isOdd(flags: number, property: number): boolean {
  return (flags & (1 << (ODD_AT + property))) !== 0;
}

/** Whether a row of this one of the two UUIDs has one as nova writes it, and nothing else instead. */
export function hasUuid(flags: number, property: number): boolean {
  return hasRow(flags, property) && formOf(flags, property) === 0 && !isOdd(flags, property);
}

/** The same of a row that counts: soft-deleted ones do only where `removed` says so. */
export function countsUuid(flags: number, property: number, removed: boolean): boolean {
  return hasUuid(flags, property) && (removed || !isRemoved(flags, property));
}

/** The word that the row of this property has. */
export function wordOf(flags: number, property: number): StoredValue {
  const [live, removed] = WORD_VALUES[formOf(flags, property)]!;
  return isRemoved(flags, property) ? removed : live;
}

function stateOf(flags: number, property: number): number {
  return (flags >>> (2 * property)) & 3;
}

function formOf(flags: number, property: number): number {
  return (flags >>> (FORMS_AT + 2 * property)) & 3;
}
