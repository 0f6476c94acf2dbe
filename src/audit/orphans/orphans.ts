import { verdictOf, type Verdict } from "../../judge/holds.ts";
import { certaintyOf, type Certainty } from "../../judge/instance-state.ts";
import type { ShownColumn } from "../../read/glance/image-columns.ts";
import { FEWER_PER_STATEMENT } from "../../read/glance/image-pages.ts";
import { readProjects, type Project } from "../../read/keystone/projects.ts";
import { NeedsNotes } from "../../read/glance/needs-notes.ts";
import { readStretches } from "../../read/glance/read-images.ts";
import { BlockDeviceNotes } from "../../read/glance/block-device-notes.ts";
import { ImageJudge, type JudgedImage, type JudgeOptions } from "../images/judge-stretch.ts";
import type { Nova } from "../nova/nova.ts";
import { OrphanDetails, sourceOf, type DetailsSource } from "./orphan-details.ts";
import { gatherEvidence, type OrphanEvidence } from "./orphan-evidence.ts";
import type { OrphanTally } from "./orphan-tally.ts";
import { COSTLY_COLUMNS, orphanRow, type Orphan } from "./orphans-listing.ts";
import type { Row } from "../row.ts";
import type { Databases } from "../with-databases.ts";

/** `orphans`, told which of them to list and what to say of them. */
export interface OrphansOptions extends JudgeOptions {
  readonly limit: number | undefined;
  /** Orphans created at this moment or later are too young; naive UTC as the database writes it. */
  readonly createdBefore: string | undefined;
  readonly certainties: ReadonlySet<Certainty> | undefined;
  readonly verdicts: ReadonlySet<Verdict> | undefined;
  /** Only what these need is read. */
  readonly columns: ReadonlySet<string>;
}

/** Orphans whose details are asked together, by one question to each cell. */
const ASKED_TOGETHER = 500;

/** One row per live image whose instance is gone, in the server's order of image ids. */
export async function* auditOrphans(
  databases: Databases,
  nova: Nova,
  options: OrphansOptions,
  tally: OrphanTally,
): AsyncGenerator<readonly Row[]> {
  const { filters, consistency, progress } = options;
  const judge = new ImageJudge(databases, options, tally.images);
  await using details = new OrphanDetails(nova);
  const finisher = await OrphanFinisher.of(databases, nova, options, tally, details);
  const notes = {
    devices: databases.cinder && new BlockDeviceNotes(false),
    needs: finisher.asksForHolds ? new NeedsNotes(databases.glance) : undefined,
  };
  const watches = [notes.devices, notes.needs].filter((watch) => watch !== undefined);
  const reading = {
    filters,
    consistency,
    progress: progress.scanned,
    watches,
    unread: unreadColumns(options),
    perStatement: FEWER_PER_STATEMENT,
  };
  for await (const stretch of readStretches(databases.glance, reading)) {
    const evidence = await gatherEvidence(databases, nova, stretch, {
      withHolds: finisher.asksForHolds,
      removed: false,
      notes,
    });
    for await (const page of judge.judge(stretch, evidence.knowledge)) {
      const orphans: Orphan[] = [];
      for (const judged of page.judged) {
        if (judged.verdict.instanceState === "unknown") tally.countUndetermined();
        const orphan = orphanOf(judged, evidence, options, tally);
        if (orphan !== undefined) orphans.push(orphan);
      }
      finisher.take(orphans, evidence);
      if (!finisher.asksForDetails || finisher.taken >= ASKED_TOGETHER) yield await finisher.finish();
    }
    yield await finisher.finish();
  }
}

/** People's columns are read only where they are printed or filtered by; holds also go by name. */
function unreadColumns({ columns, filters, verdicts }: OrphansOptions): ReadonlySet<ShownColumn> {
  const held = columns.has("holds") || columns.has("verdict") || verdicts !== undefined;
  const named = columns.has("name") || held;
  const owned = columns.has("owner") || columns.has("owner_name") || filters.owners !== undefined;
  return new Set<ShownColumn>([
    "updated_at",
    ...(named ? [] : ["name" as const]),
    ...(held ? [] : ["protected" as const]),
    ...(owned ? [] : ["owner" as const]),
  ]);
}

/** The orphan that an image is, if it is one of those wanted. */
function orphanOf(
  judged: JudgedImage,
  { knowledge }: OrphanEvidence,
  { createdBefore, certainties }: OrphansOptions,
  tally: OrphanTally,
): Orphan | undefined {
  const certainty = certaintyOf(judged.verdict.instanceState);
  const instance = certainty === null ? undefined : knowledge.instanceOf(judged.image);
  if (certainty === null || instance === undefined) return undefined;
  if (createdBefore !== undefined && judged.image.createdAt.slice(0, 19) >= createdBefore) {
    tally.countTooYoung();
    return undefined;
  }
  if (certainties !== undefined && !certainties.has(certainty)) return undefined;
  return { ...judged, instance, certainty, found: knowledge.states.of(instance) };
}

/** Learns what is still asked about orphans, and makes rows of them. */
class OrphanFinisher {
  readonly #nova: Nova;
  readonly #options: OrphansOptions;
  readonly #tally: OrphanTally;
  readonly #details: OrphanDetails;
  readonly #projects: ReadonlyMap<string, Project>;
  /** The rows so far, each with the row that says more of its instance. */
  #taken: { readonly row: Row; readonly source: DetailsSource | undefined }[] = [];
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

  get asksForHolds(): boolean {
    return this.#options.verdicts !== undefined || this.#asks("holds");
  }

  /** Of their instances. */
  get asksForDetails(): boolean {
    return this.#asks("details");
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

  /** The rows that were taken, with what the cells say of their instances. */
  async finish(): Promise<readonly Row[]> {
    const taken = this.#taken;
    this.#taken = [];
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

  #asks(what: keyof typeof COSTLY_COLUMNS): boolean {
    return COSTLY_COLUMNS[what].some((column) => this.#options.columns.has(column));
  }
}
