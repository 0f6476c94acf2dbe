import type { InstanceRow, Mapped } from "../../judge/instance-state.ts";
import { SharedValues } from "../../read/packed/shared-values.ts";
import { WordSlabs } from "../../read/packed/word-slabs.ts";

/** A row of `instances` or, of an archived instance, of `shadow_instances`. */
export interface FoundRow extends InstanceRow {
  readonly id: number;
  readonly deletedAtMs: number | null;
  /** nova makes an image of it, or shelves it, just now. */
  readonly snapshotting: boolean;
  /** null of an archived instance: it is not asked for there. */
  readonly projectId: string | null;
}

/** Record layout: flags and the cell, when it was deleted (seconds since 1970), the row's id, the mapping, the project. */
const FLAGS = 0;
const DELETED_AT = 1;
const ROW_ID = 2;
const MAPPING = 3;
const PROJECT = 4;
const RECORD_WORDS = 5;

/** What is known of an instance beside its row. */
export const FLAG = {
  /** It is looked for. */
  wanted: 1,
  /** A cell has a row of it. */
  seen: 2,
  deleted: 4,
  softDeleted: 8,
  snapshotting: 16,
  archived: 32,
  building: 64,
  /** More than one cell has a row of it. */
  several: 128,
} as const;
const OF_THE_ROW = FLAG.deleted | FLAG.softDeleted | FLAG.snapshotting;
const CELL_AT = 8;
const ALL_FLAGS = (1 << CELL_AT) - 1;

const UNSCHEDULED = 1;
const UNREAD = 2;
const FIRST_CELL = 3;

/** What was found of instances, by number: 20 bytes apiece. */
export class InstanceRecords {
  readonly #words = new WordSlabs(RECORD_WORDS);
  /** Many instances share a project: a record holds its number here. */
  readonly #projects = new SharedValues(Number.POSITIVE_INFINITY);

  /** Makes room for an instance of which nothing is known. */
  reserve(record: number): void {
    this.#words.reserve(record);
  }

  /** 0 where nothing was reserved. */
  flags(record: number): number {
    return this.#words.word(record, FLAGS);
  }

  mark(record: number, flag: number): void {
    this.#words.setWord(record, FLAGS, this.flags(record) | flag);
  }

  mapped(record: number): Mapped {
    const word = this.#words.word(record, MAPPING);
    if (word >= FIRST_CELL) return word - FIRST_CELL;
    return word === UNSCHEDULED ? "unscheduled" : word === UNREAD ? "unread" : undefined;
  }

  map(record: number, mapped: Exclude<Mapped, undefined>): void {
    const word = mapped === "unscheduled" ? UNSCHEDULED : mapped === "unread" ? UNREAD : FIRST_CELL + mapped;
    this.#words.setWord(record, MAPPING, word);
  }

  row(record: number): FoundRow {
    const flags = this.flags(record);
    const seconds = this.#words.word(record, DELETED_AT);
    return {
      cell: flags >>> CELL_AT,
      id: this.#words.word(record, ROW_ID),
      deleted: (flags & FLAG.deleted) !== 0,
      softDeleted: (flags & FLAG.softDeleted) !== 0,
      deletedAtMs: seconds === 0 ? null : seconds * 1000,
      snapshotting: (flags & FLAG.snapshotting) !== 0,
      projectId: this.#projects.valueOf(this.#words.word(record, PROJECT)) ?? null,
    };
  }

  /** Takes the place of the row before. */
  setRow(record: number, row: FoundRow): void {
    const bits =
      (row.deleted ? FLAG.deleted : 0) |
      (row.softDeleted ? FLAG.softDeleted : 0) |
      (row.snapshotting ? FLAG.snapshotting : 0);
    const others = this.flags(record) & ALL_FLAGS & ~OF_THE_ROW;
    this.#words.setWord(record, FLAGS, others | bits | (row.cell << CELL_AT));
    const seconds = row.deletedAtMs === null ? 0 : Math.trunc(row.deletedAtMs / 1000);
    this.#words.setWord(record, DELETED_AT, seconds);
    this.#words.setWord(record, ROW_ID, row.id);
    this.#words.setWord(record, PROJECT, this.#projects.numberOf(row.projectId) ?? 0);
  }

  /** Forgets them all, and leaves their room to others. */
  clear(): void {
    this.#words.clear();
  }
}
