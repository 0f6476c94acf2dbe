import { isSnapshottingTask, type InstanceEvidence, type Mapped } from "../../judge/instance-state.ts";
import { utcMs } from "../../judge/times.ts";
import type { StoredInstance, WantedInstances } from "../../read/nova/instances.ts";
import type { ArchivedInstance } from "../../read/nova/shadow-instances.ts";
import { UuidTable } from "../../read/packed/uuid-table.ts";
import { FLAG, InstanceRecords, type FoundRow } from "./instance-records.ts";

/** A choice of instances. */
export interface Awaiting {
  readonly count: number;
  uuids(): Iterable<string>;
  has(uuid: string): boolean;
}

/** The instances that images name, and what was found of each. */
export class FoundInstances implements WantedInstances {
  readonly #numbers: UuidTable;
  readonly #records = new InstanceRecords();
  /** Only during a cross-cell resize is an instance in two cells. */
  readonly #several = new Map<number, FoundRow[]>();
  #size = 0;

  /** @param numbers numbers the instances, of which not all need be wanted; as whoever read the images does, where one did */
  constructor(numbers: UuidTable = new UuidTable(0)) {
    this.#numbers = numbers;
  }

  /** Nothing yet; the instances have the same numbers as here. */
  another(): FoundInstances {
    return new FoundInstances(this.#numbers);
  }

  /** How many are wanted. */
  get size(): number {
    return this.#size;
  }

  /** @param uuid in lower case; anything but a UUID is no instance */
  want(uuid: string): void {
    const record = this.#numbers.claim(uuid);
    if (record >= 0) this.wantNumbered(record);
  }

  /** @param number as whoever numbers the instances has it */
  wantNumbered(number: number): void {
    if (this.#isWanted(number)) return;
    this.#records.reserve(number);
    this.#records.mark(number, FLAG.wanted);
    this.#size += 1;
  }

  /** The number of a wanted one; negative of any other. */
  find(uuid: string): number {
    const record = this.#numbers.find(uuid);
    return record >= 0 && this.#isWanted(record) ? record : -1;
  }

  /** The wanted, in lower case. */
  keys(): Iterable<string> {
    return this.#uuidsWhere(() => true);
  }

  /** Those of the wanted. */
  *wantedNumbers(): Generator<number> {
    for (let record = 0; record < this.#numbers.size; record += 1) if (this.#isWanted(record)) yield record;
  }

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
    if ((this.#records.flags(record) & FLAG.seen) !== 0) {
      const rows = this.#several.get(record) ?? [this.#records.row(record)];
      this.#several.set(record, [...rows, row]);
      this.#records.mark(record, FLAG.several);
      return;
    }
    this.#records.setRow(record, row);
    this.#records.mark(record, FLAG.seen);
  }

  /** Notes a row of a cell's shadow table; a row of `instances` outweighs it, and of two the one deleted last. */
  noteArchived(cell: number, { record, id, deletedAt }: ArchivedInstance): void {
    const flags = this.#records.flags(record);
    if ((flags & FLAG.seen) !== 0) return;
    const deletedAtMs = deletedAt === null ? null : utcMs(deletedAt);
    if ((flags & FLAG.archived) !== 0) {
      const other = this.#records.row(record);
      // Cells are read side by side, so which comes first says nothing.
      const [before, now] = [other.deletedAtMs ?? 0, deletedAtMs ?? 0];
      if (now < before || (now === before && cell > other.cell)) return;
    }
    const gone = { deleted: true, softDeleted: false, snapshotting: false, projectId: null };
    this.#records.setRow(record, { cell, id, deletedAtMs, ...gone });
    this.#records.mark(record, FLAG.archived);
  }

  /** Takes over that an instance is archived, from an earlier search. */
  wantArchived(number: number): void {
    this.wantNumbered(number);
    this.#records.mark(number, FLAG.archived);
  }

  noteBuilding(uuid: string): void {
    const record = this.find(uuid);
    if (record >= 0) this.#records.mark(record, FLAG.building);
  }

  noteMapping(uuid: string, mapped: Exclude<Mapped, undefined>): void {
    const record = this.find(uuid);
    if (record >= 0) this.#records.map(record, mapped);
  }

  /** Whether any of the wanted was found in a cell. */
  get isAnyFound(): boolean {
    return this.#some((flags) => (flags & (FLAG.seen | FLAG.archived)) !== 0);
  }

  /** Whether any of the wanted is mapped like this. */
  isAnyMapped(mapped: "unscheduled" | "unread"): boolean {
    return this.#some((_, record) => this.#records.mapped(record) === mapped);
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
    let count = 0;
    this.#some((flags) => {
      if (awaits(flags)) count += 1;
      return false;
    });
    return {
      count,
      uuids: () => this.#uuidsWhere(awaits),
      has: (uuid) => {
        const record = this.find(uuid);
        return record >= 0 && awaits(this.#records.flags(record));
      },
    };
  }

  /** What was found of an instance; undefined if it was not among the wanted. */
  evidence(number: number): InstanceEvidence<FoundRow> | undefined {
    if (number < 0 || !this.#isWanted(number)) return undefined;
    const flags = this.#records.flags(number);
    const seen = (flags & FLAG.seen) !== 0;
    return {
      rows: this.#several.get(number)?.toSorted(byCell) ?? (seen ? [this.#records.row(number)] : []),
      archived: (flags & FLAG.archived) !== 0,
      building: (flags & FLAG.building) !== 0,
      mapped: this.#records.mapped(number),
    };
  }

  /** The row of the shadow table that was found. */
  archivedRow(number: number): FoundRow | undefined {
    const flags = this.#records.flags(number);
    return (flags & FLAG.archived) === 0 || (flags & FLAG.seen) !== 0 ? undefined : this.#records.row(number);
  }

  /** Forgets what was found, and leaves its room to others. */
  clear(): void {
    this.#records.clear();
    this.#several.clear();
    this.#size = 0;
  }

  #isWanted(record: number): boolean {
    return (this.#records.flags(record) & FLAG.wanted) !== 0;
  }

  /** Whether it holds of one of the wanted; none is asked after that. */
  #some(holds: (flags: number, record: number) => boolean): boolean {
    for (let record = 0; record < this.#numbers.size; record += 1)
      if (this.#isWanted(record) && holds(this.#records.flags(record), record)) return true;
    return false;
  }

  *#uuidsWhere(holds: (flags: number) => boolean): Generator<string> {
    for (let record = 0; record < this.#numbers.size; record += 1)
      if (this.#isWanted(record) && holds(this.#records.flags(record))) yield this.#numbers.keyOf(record);
  }
}

/** Cells are read side by side: the order in which their rows come is no order. */
function byCell(left: FoundRow, right: FoundRow): number {
  return left.cell - right.cell;
}
