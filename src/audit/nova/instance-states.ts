import {
  certaintyOf,
  decidingRow,
  instanceStateOf,
  type InstanceEvidence,
  type InstanceState,
} from "../../judge/instance-state.ts";
import type { FoundInstances } from "./found-instances.ts";
import type { FoundRow } from "./instance-records.ts";
import type { Nova } from "./nova.ts";
import { searchInstances, type SearchEnd, type SearchOptions } from "./search-instances.ts";

/** What became of an instance, and the row or mapping that says so. */
export interface JudgedInstance {
  readonly state: InstanceState;
  readonly row: FoundRow | undefined;
  /** The number of its cell, where one is known. */
  readonly cell: number | undefined;
}

const CHANGED: JudgedInstance = { state: "unknown", row: undefined, cell: undefined };

/** The states of all instances that were looked for. */
export class InstanceStates {
  readonly #found: FoundInstances;
  readonly #end: SearchEnd;
  readonly #late: InstanceStates[] = [];
  /** What a second look made of instances that had seemed gone, by number. */
  readonly #changed = new Map<number, JudgedInstance>();
  /** The second look could not see whether what is nowhere has come meanwhile. */
  #presumesNothing = false;
  /** An orphan's instance is asked for several times in a row. */
  #latest: { readonly uuid: string; readonly judged: JudgedInstance } | undefined;

  constructor(found: FoundInstances, end: SearchEnd) {
    this.#found = found;
    this.#end = end;
  }

  /** Why an instance that was not found may exist all the same. */
  get doubts(): readonly string[] {
    return this.#end.doubts;
  }

  /** Whether it was looked for. */
  knows(uuid: string): boolean {
    return this.#found.find(uuid) >= 0 || this.#late.some((states) => states.knows(uuid));
  }

  /** Takes over what was learned later of other instances. */
  add(states: InstanceStates): void {
    this.#late.push(states);
    this.#latest = undefined;
  }

  /** An instance that was not looked for is unknown: then an image names another one than a moment ago. */
  of(uuid: string): JudgedInstance {
    if (this.#latest?.uuid !== uuid) this.#latest = { uuid, judged: this.#settle(uuid) };
    return this.#latest.judged;
  }

  /** The same by its number, of one that the images of a stretch name. */
  ofNumber(number: number): JudgedInstance {
    const evidence = this.#found.evidence(number);
    if (evidence === undefined) return CHANGED;
    const changed = this.#changed.get(number);
    if (changed !== undefined) return changed;
    const first = this.#judge(number, evidence);
    return this.#presumesNothing && certaintyOf(first.state) === "presumed" ? CHANGED : first;
  }

  #settle(uuid: string): JudgedInstance {
    const number = this.#found.find(uuid);
    if (number >= 0) return this.ofNumber(number);
    return this.#late.find((states) => states.knows(uuid))?.of(uuid) ?? CHANGED;
  }

  /** Whether no two cells have a live row of it. */
  isSingle(uuid: string): boolean {
    const rows = this.#found.evidence(this.#found.find(uuid))?.rows ?? [];
    return rows.filter(({ deleted }) => !deleted).length < 2;
  }

  /**
   * Looks once more, in new transactions, for all that seem gone: a server that was made or mapped while the
   * databases were read is no orphan's.
   */
  async lookAgain(nova: Nova): Promise<void> {
    const found = this.#found.another();
    for (const number of this.#found.wantedNumbers()) {
      const { state } = this.ofNumber(number);
      if (state === "archived") found.wantArchived(number);
      else if (certaintyOf(state) !== null) found.wantNumbered(number);
    }
    if (found.size === 0) return;
    await searchInstances(nova, found, { shadows: false, observers: [] });
    for (const number of found.wantedNumbers()) {
      const [before, now] = [this.#found.evidence(number), found.evidence(number)];
      if (before === undefined || now === undefined) continue;
      const changed = reconsider(this.#judge(number, before), before, now);
      if (changed !== undefined) this.#changed.set(number, changed);
    }
    found.clear();
    this.#presumesNothing =
      nova.api?.unread !== undefined || nova.cells.some(({ database }) => database.unread !== undefined);
    this.#latest = undefined;
  }

  #judge(number: number, evidence: InstanceEvidence<FoundRow>): JudgedInstance {
    const row = decidingRow(evidence) ?? this.#found.archivedRow(number);
    const mapped = typeof evidence.mapped === "number" ? evidence.mapped : undefined;
    return { state: instanceStateOf(evidence, this.#end.reach), row, cell: row?.cell ?? mapped };
  }
}

/** What a second look makes of an instance that had seemed gone; undefined if nothing else. */
function reconsider(
  first: JudgedInstance,
  before: InstanceEvidence,
  now: InstanceEvidence<FoundRow>,
): JudgedInstance | undefined {
  const row = decidingRow(now);
  if (row !== undefined && !row.deleted) {
    return { state: row.softDeleted ? "soft-deleted" : "alive", row, cell: row.cell };
  }
  if (certaintyOf(first.state) === "proven") return undefined;
  if (row !== undefined) return { state: "deleted", row, cell: row.cell };
  const mappedMeanwhile = before.mapped === undefined && now.mapped !== undefined;
  return now.building || mappedMeanwhile ? { ...first, state: "building" } : undefined;
}

/** Searches for the instances in `found` and says what became of each. */
export async function searchStates(
  nova: Nova,
  found: FoundInstances,
  options: Omit<SearchOptions, "shadows">,
): Promise<InstanceStates> {
  return new InstanceStates(found, await searchInstances(nova, found, { ...options, shadows: true }));
}
