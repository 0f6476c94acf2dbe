import { verdictOf } from "../../judge/holds.ts";
import { readProjects, type Project } from "../../read/keystone/projects.ts";
import type { Nova } from "../nova/nova.ts";
import type { Row } from "../row.ts";
import type { Databases } from "../with-databases.ts";
import { OrphanDetails, sourceOf, type DetailsSource } from "./orphan-details.ts";
import type { OrphanEvidence } from "./orphan-evidence.ts";
import type { OrphanTally } from "./orphan-tally.ts";
import { COSTLY_COLUMNS, orphanRow, type Orphan } from "./orphans-listing.ts";
import type { OrphansOptions } from "./orphans-options.ts";

/** The row of an orphan, and where more is said of its instance. */
export interface UnfinishedRow {
  readonly row: Row;
  readonly source: DetailsSource | undefined;
}

/** Learns what is still asked about orphans, and makes rows of them. */
export class OrphanFinisher {
  readonly #nova: Nova;
  readonly #options: OrphansOptions;
  readonly #tally: OrphanTally;
  readonly #details: OrphanDetails;
  readonly #projects: ReadonlyMap<string, Project>;
  #taken: UnfinishedRow[] = [];
  #left: number;

  private constructor(
    nova: Nova,
    options: OrphansOptions,
    tally: OrphanTally,
    details: OrphanDetails,
    projects: ReadonlyMap<string, Project>,
  ) {
    this.#nova = nova;
    this.#options = options;
    this.#tally = tally;
    this.#details = details;
    this.#projects = projects;
    this.#left = options.limit ?? Number.POSITIVE_INFINITY;
  }

  static async of(
    databases: Databases,
    nova: Nova,
    options: OrphansOptions,
    tally: OrphanTally,
    details: OrphanDetails,
  ): Promise<OrphanFinisher> {
    const named = COSTLY_COLUMNS.owners.some((column) => options.columns.has(column));
    const projects = named ? await databases.keystone?.visit(readProjects) : undefined;
    return new OrphanFinisher(nova, options, tally, details, projects ?? new Map());
  }

  /** Whether it matters what cells say of their instances. */
  get asksForDetails(): boolean {
    return COSTLY_COLUMNS.details.some((column) => this.#options.columns.has(column));
  }

  /** How many rows wait to be finished. */
  get taken(): number {
    return this.#taken.length;
  }

  /** Makes rows of these orphans, as far as the limit reaches; all of them are counted. */
  take(orphans: readonly Orphan[], evidence: OrphanEvidence): void {
    const judged = this.#judgeHolds(orphans, evidence);
    const { verdicts } = this.#options;
    const wanted = judged.filter(
      ({ verdict }) => verdicts === undefined || (verdict && verdicts.has(verdict)),
    );
    for (const { orphan } of wanted) this.#count(orphan, evidence);
    const shown = wanted.slice(0, this.#left);
    this.#left -= shown.length;
    this.#tally.images.print(shown.length, shown.length < wanted.length);
    for (const { orphan, verdict, holds } of shown) {
      const row = orphanRow(orphan, {
        ownerName: this.#projects.get(orphan.image.owner ?? "")?.name ?? null,
        cell: this.#nova.cells[orphan.found.cell ?? -1]?.database.name ?? null,
        verdict,
        holds,
      });
      this.#taken.push({ row, source: sourceOf(orphan) });
    }
  }

  /** Hands over the rows that were taken. */
  release(): readonly UnfinishedRow[] {
    const taken = this.#taken;
    this.#taken = [];
    return taken;
  }

  /** The rows with what the cells say of their instances. */
  async finish(taken: readonly UnfinishedRow[]): Promise<readonly Row[]> {
    if (!this.asksForDetails) return taken.map(({ row }) => row);
    const detailsOf = await this.#details.of(taken.flatMap(({ source }) => source ?? []));
    return taken.map(({ row, source }) => {
      const details = source && detailsOf(source);
      if (details === undefined) return row;
      return Object.assign(row, { instance_name: details.name, instance_project: details.project });
    });
  }

  #judgeHolds(orphans: readonly Orphan[], evidence: OrphanEvidence) {
    const { holds: holding } = evidence;
    if (holding === undefined) return orphans.map((orphan) => ({ orphan, verdict: null, holds: null }));
    return orphans.map((orphan) => {
      const holds = holding.of(orphan.image);
      const { unread } = holding;
      const all = [...holds, ...unread.map((place) => `unread:${place}`)];
      return { orphan, verdict: verdictOf(holds, unread), holds: all };
    });
  }

  #count({ image, certainty }: Orphan, { knowledge }: OrphanEvidence): void {
    this.#tally.count(certainty, image.sizeBytes, knowledge.links.sizeGib(image.id));
  }
}
