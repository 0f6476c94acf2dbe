import {
  describeSchema,
  schemaSteps,
  type SchemaFacts,
  type Service,
  type Step,
} from "../../../migrations-readonly/index.ts";

/** A schema that a live one is held against. */
export interface ExpectedSchema {
  readonly facts: SchemaFacts;
  /** The releases that have it; empty between two of them. */
  readonly releases: readonly string[];
  /** It is the one that the database's own revisions name. */
  readonly known: boolean;
}

/** What `glance-manage db sync` of two releases noted down in the place of the contract that it amounts to. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  ocata01: "ocata_contract01",
  pike01: "pike_contract01",
};

/**
 * The schema that a database should have by what its migrations noted down; where they noted nothing that is known
 * here, as of a newer release, the one that fits best.
 * @param differences how far a schema is from the live one
 */
export async function expectedSchema(
  service: Service,
  revisions: readonly string[],
  migrateVersion: number | undefined,
  differences: (facts: SchemaFacts) => number,
): Promise<ExpectedSchema> {
  const steps = schemaSteps(service);
  const named = revisions.map((revision) => OTHER_NAMES[revision] ?? revision);
  const noted =
    named.length > 0
      ? named
      : steps
          .filter((step) => step.migrateVersion === migrateVersion && migrateVersion !== undefined)
          .map(({ revision }) => revision);
  if (noted.length > 0 && noted.every((revision) => steps.some((step) => step.revision === revision))) {
    const releases = releasesAt(steps, noted);
    return { facts: await describeSchema(service, noted.join("+")), releases, known: true };
  }
  return bestFitting(service, steps, differences);
}

/** All revisions of keystone's branches share their release; of glance an unfinished upgrade is in none. */
function releasesAt(steps: readonly Step[], revisions: readonly string[]): readonly string[] {
  const [first = [], ...others] = revisions.map(
    (revision) => steps.find((step) => step.revision === revision)?.releases ?? [],
  );
  return first.filter((release) => others.every((releases) => releases.includes(release)));
}

async function bestFitting(
  service: Service,
  steps: readonly Step[],
  differences: (facts: SchemaFacts) => number,
): Promise<ExpectedSchema> {
  // Of the releases between two changes all have the same schema; the last one stands for them.
  const finished = steps.filter(({ releases }) => releases.length > 0);
  let best: { readonly facts: SchemaFacts; readonly releases: readonly string[] } | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { releases } of finished) {
    const facts = await describeSchema(service, releases[0]);
    const found = differences(facts);
    if (found < least) best = { facts, releases };
    else if (found === least && best !== undefined)
      best = { facts, releases: [...best.releases, ...releases] };
    least = Math.min(least, found);
  }
  return { ...(best ?? { facts: {}, releases: [] }), known: false };
}
