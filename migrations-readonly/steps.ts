import type { Up } from "./engine.ts";

/** One revision of a service's migrations. */
export interface Step {
  /** Upstream's revision id. */
  readonly revision: string;
  /** Upstream's down_revision and depends_on: what must have run. Their rows give way to this one's. */
  readonly after: readonly string[];
  /** The releases whose database stands here when its upgrade is complete. */
  readonly releases: readonly string[];
  /** Left out where upstream changes nothing in the tables that we read. */
  readonly up?: Up;
  /** sqlalchemy-migrate's number of this step, in the releases that had no alembic yet. */
  readonly migrateVersion?: number;
}

/** How far a database has come, and what upstream's bookkeeping tables then hold. */
export interface Generation {
  readonly steps: readonly Step[];
  /** Rows of alembic_version; empty when the release has no such table. Two rows: stopped half-way. */
  readonly alembicVersion: readonly string[];
  /** migrate_version.version; upstream leaves the table behind when alembic takes over. */
  readonly migrateVersion: number | undefined;
}

/**
 * The steps that lead to `upTo`, in an order that can be run: a revision, a release, or several revisions joined
 * by "+" (a half-finished upgrade, named by the rows of its alembic_version). Without `upTo`: all of them.
 * Throws a RangeError when no step has that name.
 */
export function generationOf(all: readonly Step[], upTo?: string): Generation {
  const wanted = new Set<Step>();
  const want = (name: string): void => {
    const found = all.filter((step) => step.revision === name || step.releases.includes(name));
    if (found.length === 0) {
      const known = new Set(all.flatMap((step) => [step.revision, ...step.releases]));
      throw new RangeError(`No schema step "${name}". Known are: ${[...known].join(", ")}.`);
    }
    for (const step of found.filter((candidate) => !wanted.has(candidate))) {
      wanted.add(step);
      step.after.forEach(want);
    }
  };
  (upTo?.split("+") ?? all.map((step) => step.revision)).forEach(want);

  const steps = all.filter((step) => wanted.has(step));
  const migrated = steps.filter((step) => step.migrateVersion !== undefined);
  const replaced = new Set(steps.flatMap((step) => step.after));
  return {
    steps,
    alembicVersion: steps
      .filter((step) => step.migrateVersion === undefined && !replaced.has(step.revision))
      .map((step) => step.revision),
    migrateVersion: migrated.at(-1)?.migrateVersion,
  };
}
