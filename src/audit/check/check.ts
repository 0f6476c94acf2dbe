import { NO_FILTERS } from "../../judge/filters.ts";
import type { ImageTally } from "../../judge/totals.ts";
import { imageKeyOf } from "../../read/glance/child-tables.ts";
import type { GlanceHandle } from "../../read/glance/glance-handle.ts";
import { countImages, type KeyRange } from "../../read/glance/image-query.ts";
import { readImageSnapshots } from "../../read/cinder/image-snapshots.ts";
import { DeadRows, MOST_COUNTED } from "../../read/glance/dead-rows.ts";
import { readLoneRows } from "../../read/glance/lone-rows.ts";
import type { CinderHandle } from "../../read/cinder/open-cinder.ts";
import { readsByScan } from "../../read/glance/read-images.ts";
import { readSchemaRevisions } from "../../read/schema-revisions.ts";
import { screenChildRows, watchChildRows, watchProperties } from "../../read/glance/screen-rows.ts";
import { findSharedLocations } from "../../read/glance/shared-locations.ts";
import { ValueNotes } from "../../read/glance/value-notes.ts";
import { SuspectRows } from "../../read/glance/suspect-rows.ts";
import { Suspects } from "../../read/packed/suspects.ts";
import { UuidTable } from "../../read/packed/uuid-table.ts";
import { RULES, rulesOn } from "../../rules/registry.ts";
import type { ExtraFact, Need, Rule } from "../../rules/rule.ts";
import type { JudgeOptions } from "../images/judge-stretch.ts";
import type { Visit } from "../visited-database.ts";
import type { Databases } from "../with-databases.ts";
import { applyRules } from "./apply-rules.ts";
import { checkImages } from "./check-images.ts";
import type { Finding } from "./finding.ts";
import { KnownImages } from "./known-images.ts";
import type { Sources } from "./live-images.ts";
import { findProjects, type Projects } from "./projects.ts";
import { selectRules, type RuleChoice, type SelectedRules } from "./select-rules.ts";
import { checkServers } from "./servers.ts";

/** How a check is to be run. */
export interface CheckOptions extends JudgeOptions {
  readonly choice: RuleChoice;
  /** Is told once which rules are run, which are left out, and why. */
  readonly selected: (selection: SelectedRules) => void;
  /** The catalogue; a test puts broken rules in. */
  readonly catalogue?: readonly Rule[];
  /** Of how many deleted images the soft-deleted rows are counted at most; a test says fewer. */
  readonly mostCounted?: number;
}

/** Facts for which rows that draw attention are looked for beforehand. */
const SCREENED = ["rows", "values", "unlocated"] as const;

/**
 * Runs the consistency rules: first those about the schema, then those about images in the server's order of
 * ids, then rows without an image, servers, and snapshots in cinder.
 * @throws as the databases do; what could not be read beside glance is noted in their ledger
 */
export async function* findFindings(
  databases: Databases,
  options: CheckOptions,
  tally: ImageTally,
): AsyncGenerator<readonly Finding[]> {
  const { glance, nova, cinder } = databases;
  const { filters, catalogue = RULES } = options;
  const nowMs = options.now.getTime();
  const projects = await findProjects(databases);
  const selection = selectRules(catalogue, options.choice, {
    needs: needsMet(databases, projects),
    hasTable: (table) => glance.shape.hasTable(table),
    filters,
  });
  options.selected(selection);
  const { rules } = selection;
  const images = new KnownImages(glance);

  yield* checkSchema(databases, rules);
  const byScan = await readsByScan(glance, options);
  const asked = new Set<ExtraFact>(rules.flatMap(({ reads }) => reads ?? []));
  const screened = byScan && SCREENED.some((fact) => asked.has(fact));
  const suspects = byScan ? new Suspects(imageKeyOf(glance)) : Suspects.everybody();
  const dead = screened ? await deadRows(glance, options.mostCounted) : undefined;
  const shares = asked.has("sharesLocationWith");
  if (screened) await screenChildRows(glance, suspects, dead, shares ? ["location"] : []);
  const locations = screened ? watchChildRows(glance, "location", suspects, dead) : undefined;
  const visit = rules.some(({ needs }) => needs.includes("cinder")) ? await cinder?.begin() : undefined;
  try {
    const sources: Sources = {
      images,
      hasReadView: options.consistency === "snapshot",
      suspects,
      rows: new SuspectRows(glance, suspects),
      dead,
      notes: byScan && asked.has("values") ? new ValueNotes(new Suspects(imageKeyOf(glance))) : undefined,
      groups: shares ? await findSharedLocations(glance, locations) : undefined,
      projects,
      cinder: visit,
      usedSnapshots: new UuidTable(0),
      loneRanges: [],
      nowMs,
    };
    const watches = [
      ...(screened ? [watchProperties(suspects, dead)] : []),
      ...(sources.notes === undefined ? [] : [sources.notes]),
      ...(asked.has("baseGone") ? [images] : []),
    ];
    yield* checkImages(databases, rules, sources, { ...options, watches }, tally);
    yield* checkLoneRows(databases, rules, sources.loneRanges);
    if (nova !== undefined) yield* checkServers(nova, images, rules);
    if (visit !== undefined) yield* checkCinderSnapshots(visit, rules, sources.usedSnapshots, nowMs);
  } finally {
    await visit?.end();
  }
}

/** Counts soft-deleted rows, unless that would be to read nearly nothing else. */
async function deadRows(glance: GlanceHandle, most = MOST_COUNTED): Promise<DeadRows | undefined> {
  const images = await countImages(glance, { ...NO_FILTERS, deleted: "only" });
  return images > most ? undefined : new DeadRows(imageKeyOf(glance));
}

function needsMet({ nova, cinder }: Databases, projects: Projects | undefined): ReadonlySet<Need> {
  return new Set<Need>([
    ...(nova !== undefined && nova.cells.length > 0 ? ["nova" as const] : []),
    ...(cinder !== undefined && cinder.unread === undefined ? ["cinder" as const] : []),
    ...(projects === undefined ? [] : ["keystone" as const]),
  ]);
}

async function* checkSchema(
  { glance }: Databases,
  rules: readonly Rule[],
): AsyncGenerator<readonly Finding[]> {
  const own = rulesOn("schema", rules);
  if (own.length === 0) return;
  const schema = {
    revisions: await readSchemaRevisions(glance),
    has: (column: string) => glance.shape.has(column),
    hasIndex: (table: string, columns: readonly string[]) =>
      glance.shape.indexOn(table, columns) !== undefined,
  };
  const found = applyRules(own, schema, () => ({ subject: "schema", subjectId: "glance", owner: null }));
  if (found.length > 0) yield found;
}

async function* checkLoneRows(
  { glance }: Databases,
  rules: readonly Rule[],
  ranges: readonly KeyRange[],
): AsyncGenerator<readonly Finding[]> {
  const own = rulesOn("rows without an image", rules);
  for (const range of ranges) {
    const found = (await readLoneRows(glance, range)).flatMap((seen) =>
      applyRules(own, seen, ({ imageId }) => ({ subject: "image", subjectId: imageId, owner: null })),
    );
    if (found.length > 0) yield found;
  }
}

async function* checkCinderSnapshots(
  visit: Visit<CinderHandle>,
  rules: readonly Rule[],
  used: UuidTable,
  nowMs: number,
): AsyncGenerator<readonly Finding[]> {
  const own = rulesOn("cinder snapshot", rules);
  if (own.length === 0) return;
  const pages = await visit.ask(async (handle) => readImageSnapshots(handle));
  for (;;) {
    const page = await visit.ask(async () => pages?.next());
    if (page === undefined || page.done) return;
    const found = page.value.flatMap((snapshot) =>
      applyRules(
        own,
        { ...snapshot, used: used.find(snapshot.id.toLowerCase()) >= 0, nowMs },
        ({ id, projectId }) => ({ subject: "snapshot", subjectId: id, owner: projectId }),
      ),
    );
    if (found.length > 0) yield found;
  }
}
