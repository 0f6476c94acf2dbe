import {
  isSnapshottingTask,
  type InstanceEvidence,
  type InstanceRow,
  type Mapped,
} from "../../judge/instance-state.ts";
import { utcMs } from "../../judge/times.ts";
import type { StoredInstance } from "../../read/nova/instances.ts";
import type { ArchivedInstance } from "../../read/nova/shadow-instances.ts";
import { SharedValues } from "../../read/packed/shared-values.ts";
import { UuidTable } from "../../read/packed/uuid-table.ts";

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

const FLAG = {
  seen: 1,
  deleted: 2,
  softDeleted: 4,
  snapshotting: 8,
  archived: 16,
  building: 32,
  several: 64,
} as const;
const CELL_AT = 8;
const ALL_FLAGS = (1 << CELL_AT) - 1;

const UNSCHEDULED = 1;
const UNREAD = 2;
const FIRST_CELL = 3;

/** A choice of instances. */
export interface Awaiting {
  readonly count: number;
  uuids(): Iterable<string>;
  has(uuid: string): boolean;
}

/** The instances that images name, and what was found of each: about 40 bytes apiece. */
export class FoundInstances {
  readonly wanted = new UuidTable(RECORD_WORDS);
  /** Only during a cross-cell resize is an instance in two cells. */
  readonly #several = new Map<number, FoundRow[]>();
  /** Many instances share a project: a record holds its number here. */
  readonly #projects = new SharedValues(Number.POSITIVE_INFINITY);

  /** Notes a row of `instances` of a cell. */
  note(cell: number, instance: StoredInstance): void {
    const { record } = instance;
    const row: FoundRow = {
      cell,
      id: instance.id,
      deleted: instance.deleted,
      softDeleted: !instance.deleted && instance.vmState === "soft-delete",
      deletedAtMs: instance.deletedAt === null ? null : utcMs(instance.deletedAt),
      snapshotting: isSnapshottingTask(instance.taskState),
      projectId: instance.projectId,
    };
    const flags = this.wanted.word(record, FLAGS);
    if ((flags & FLAG.seen) !== 0) {
      const rows = this.#several.get(record) ?? [this.#packed(record, flags)];
      this.#several.set(record, [...rows, row]);
      this.wanted.setWord(record, FLAGS, flags | FLAG.several);
      return;
    }
    this.#pack(record, flags | FLAG.seen, row);
  }

  /** Notes a row of a cell's shadow table; a row of `instances` outweighs it, and of two the one deleted last. */
  noteArchived(cell: number, { record, id, deletedAt }: ArchivedInstance): void {
    const flags = this.wanted.word(record, FLAGS);
    if ((flags & FLAG.seen) !== 0) return;
    const deletedAtMs = deletedAt === null ? null : utcMs(deletedAt);
    if ((flags & FLAG.archived) !== 0) {
      const other = this.#packed(record, flags);
      // Cells are read side by side, so which comes first says nothing.
      const [before, now] = [other.deletedAtMs ?? 0, deletedAtMs ?? 0];
      if (now < before || (now === before && cell > other.cell)) return;
    }
    this.#pack(record, flags | FLAG.archived, {
      cell,
      id,
      deletedAtMs,
      deleted: true,
      softDeleted: false,
      snapshotting: false,
      projectId: null,
    });
  }

  /** Takes over that an instance is archived, from an earlier search. */
  claimArchived(uuid: string): void {
    const record = this.wanted.claim(uuid);
    this.wanted.setWord(record, FLAGS, this.wanted.word(record, FLAGS) | FLAG.archived);
  }

  noteBuilding(uuid: string): void {
    const record = this.wanted.find(uuid);
    if (record >= 0) this.wanted.setWord(record, FLAGS, this.wanted.word(record, FLAGS) | FLAG.building);
  }

  noteMapping(uuid: string, mapped: Exclude<Mapped, undefined>): void {
    const record = this.wanted.find(uuid);
    if (record < 0) return;
    const word = mapped === "unscheduled" ? UNSCHEDULED : mapped === "unread" ? UNREAD : FIRST_CELL + mapped;
    this.wanted.setWord(record, MAPPING, word);
  }

  /** Whether any of the wanted was found in a cell. */
  get isAnyFound(): boolean {
    return this.#some((flags) => (flags & (FLAG.seen | FLAG.archived)) !== 0);
  }

  /** Whether any of the wanted is mapped like this. */
  isAnyMapped(mapped: "unscheduled" | "unread"): boolean {
    const word = mapped === "unscheduled" ? UNSCHEDULED : UNREAD;
    for (let record = 0; record < this.wanted.size; record += 1)
      if (this.wanted.word(record, MAPPING) === word) return true;
    return false;
  }

  /** Whether one of the wanted has no row in any `instances`. */
  get isAnyLeft(): boolean {
    return this.#some((flags) => (flags & FLAG.seen) === 0);
  }

  /**
   * The instances whose state depends on their mapping: of which no cell has a row, or several have one.
   * @param cellsRead whether every cell was read; if not, one that is deleted here may live where it is mapped
   */
  awaitingMapping(cellsRead: boolean): Awaiting {
    const awaits = (flags: number): boolean =>
      (flags & (FLAG.seen | FLAG.archived)) === 0 ||
      (flags & FLAG.several) !== 0 ||
      (!cellsRead && (flags & (FLAG.deleted | FLAG.archived)) !== 0);
    const { wanted } = this;
    return {
      count: this.#countWhere(awaits),
      uuids: () => this.#keysWhere(awaits),
      has: (uuid) => {
        const record = wanted.find(uuid);
        return record >= 0 && awaits(wanted.word(record, FLAGS));
      },
    };
  }

  /** What was found of an instance; undefined if it was not among the wanted. */
  evidence(uuid: string): InstanceEvidence<FoundRow> | undefined {
    const record = this.wanted.find(uuid);
    if (record < 0) return undefined;
    const flags = this.wanted.word(record, FLAGS);
    const seen = (flags & FLAG.seen) !== 0;
    return {
      rows: this.#several.get(record)?.toSorted(byCell) ?? (seen ? [this.#packed(record, flags)] : []),
      archived: (flags & FLAG.archived) !== 0,
      building: (flags & FLAG.building) !== 0,
      mapped: mappedOf(this.wanted.word(record, MAPPING)),
    };
  }

  /** The row of the shadow table that was found. */
  archivedRow(uuid: string): FoundRow | undefined {
    const record = this.wanted.find(uuid);
    const flags = record < 0 ? 0 : this.wanted.word(record, FLAGS);
    return (flags & FLAG.archived) === 0 || (flags & FLAG.seen) !== 0
      ? undefined
      : this.#packed(record, flags);
  }

  #pack(record: number, flags: number, row: FoundRow): void {
    const bits =
      (row.deleted ? FLAG.deleted : 0) |
      (row.softDeleted ? FLAG.softDeleted : 0) |
      (row.snapshotting ? FLAG.snapshotting : 0);
    this.wanted.setWord(record, FLAGS, (flags & ALL_FLAGS) | bits | (row.cell << CELL_AT));
    this.wanted.setWord(
      record,
      DELETED_AT,
      row.deletedAtMs === null ? 0 : Math.trunc(row.deletedAtMs / 1000),
    );
    this.wanted.setWord(record, ROW_ID, row.id);
    this.wanted.setWord(record, PROJECT, this.#projects.numberOf(row.projectId) ?? 0);
  }

  #packed(record: number, flags: number): FoundRow {
    const seconds = this.wanted.word(record, DELETED_AT);
    return {
      cell: flags >>> CELL_AT,
      id: this.wanted.word(record, ROW_ID),
      deleted: (flags & FLAG.deleted) !== 0,
      softDeleted: (flags & FLAG.softDeleted) !== 0,
      deletedAtMs: seconds === 0 ? null : seconds * 1000,
      snapshotting: (flags & FLAG.snapshotting) !== 0,
      projectId: this.#projects.valueOf(this.wanted.word(record, PROJECT)) ?? null,
    };
  }

  #some(holds: (flags: number) => boolean): boolean {
    for (let record = 0; record < this.wanted.size; record += 1)
      if (holds(this.wanted.word(record, FLAGS))) return true;
    return false;
  }

  #countWhere(holds: (flags: number) => boolean): number {
    let count = 0;
    for (let record = 0; record < this.wanted.size; record += 1)
      if (holds(this.wanted.word(record, FLAGS))) count += 1;
    return count;
  }

  *#keysWhere(holds: (flags: number) => boolean): Generator<string> {
    for (let record = 0; record < this.wanted.size; record += 1)
      if (holds(this.wanted.word(record, FLAGS))) yield this.wanted.keyOf(record);
  }
}

/** Cells are read side by side: the order in which their rows come is no order. */
function byCell(left: FoundRow, right: FoundRow): number {
  return left.cell - right.cell;
}

function mappedOf(word: number): Mapped {
  if (word >= FIRST_CELL) return word - FIRST_CELL;
  return word === UNSCHEDULED ? "unscheduled" : word === UNREAD ? "unread" : undefined;
}
