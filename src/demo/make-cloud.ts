import { UsageError } from "../errors.ts";
import { writeBulkImage } from "./bulk-image.ts";
import { bulkServer } from "./bulk-server.ts";
import { BulkWorld } from "./bulk-world.ts";
import { ALL_CASES } from "./cases/all-cases.ts";
import { writeRootVolume } from "./cinder-rows.ts";
import { namedImage, type NamedImage } from "./named-image.ts";
import { writeCells, type CellUrls } from "./nova-api-rows.ts";
import { writeServer } from "./nova-rows.ts";
import { Pager } from "./pager.ts";
import { writeProjects } from "./project.ts";
import { Scene } from "./scene.ts";
import type { Page } from "./tables.ts";
import { secondsOf } from "./time.ts";
import { count, emptyTotals, type CloudTotals, type NamedTruth } from "./truth.ts";

export interface CloudOptions {
  /** Rows of glance's `images`; never fewer than there are named cases. */
  readonly images: number;
  /** Equal (images, seed, now, cellUrls) give equal rows. */
  readonly seed: number;
  /** What ages are counted back from; fractions of a second are cut. */
  readonly now: Date;
  /** What nova_api will say of where the cells are. */
  readonly cellUrls: CellUrls;
  /** Rows of one page; default 2000. */
  readonly pageRows?: number;
}

/** A synthetic cloud that is made while it is read: nothing of its bulk is held. */
export interface Cloud {
  /** How many images it has. */
  readonly images: number;
  /** The truth about the named images, in order of their creation. */
  readonly named: readonly NamedTruth[];
  /** All rows; when they are done, the counts over them. Every call begins anew. */
  pages(): Generator<Page, CloudTotals>;
}

/**
 * Describes a cloud of `images` images: the named cases, and others that fill up. Pure: no clock, no chance.
 * Throws a UsageError for numbers that are none.
 */
export function makeCloud(options: CloudOptions): Cloud {
  const { seed, pageRows = 2000, cellUrls } = options;
  requireWhole("images", options.images, 1e8);
  requireWhole("seed", seed, 2 ** 32 - 1);
  const now = secondsOf(options.now);
  const scene = new Scene(seed, now);
  const named = ALL_CASES.map((subject) => namedImage(scene, subject)).sort(
    (a, b) => a.createdAt - b.createdAt,
  );
  const world = new BulkWorld(seed, now, Math.max(0, options.images - named.length));
  return {
    images: named.length + world.images,
    named: named.map(({ truth }) => truth),
    *pages() {
      const pager = new Pager(pageRows);
      const totals = emptyTotals();
      writeProjects(pager, seed, world.projects);
      writeCells(pager, cellUrls, world.start);
      scene.writeFleet(pager);
      for (const _ of bundles(pager, world, named, totals)) yield* pager.takeFull();
      yield* pager.takeRest();
      return totals;
    },
  };
}

/** Writes image after image in order of creation, the servers of the bulk between them as they were born. */
function* bundles(
  pager: Pager,
  world: BulkWorld,
  named: readonly NamedImage[],
  totals: CloudTotals,
): Generator<void> {
  let nextNamed = 0;
  let nextServer = 0;
  for (let index = 0; index <= world.images; index++) {
    const until = index < world.images ? world.imageBorn(index) : Number.POSITIVE_INFINITY;
    for (; (named[nextNamed]?.createdAt ?? Number.POSITIVE_INFINITY) < until; nextNamed++) {
      const { truth, sizeBytes } = named[nextNamed] as NamedImage;
      named[nextNamed]?.writeTo(pager);
      count(totals, truth, truth.deleted, sizeBytes);
      yield;
    }
    for (; nextServer < world.servers && world.serverBorn(nextServer) <= until; nextServer++) {
      const server = bulkServer(world, nextServer);
      writeServer(pager, server);
      if (server.rootVolume !== null) writeRootVolume(pager, server.rootVolume, server);
      yield;
    }
    if (index < world.images) writeBulkImage(pager, world, index, totals);
    yield;
  }
}

function requireWhole(name: string, value: number, highest: number): void {
  if (Number.isInteger(value) && value >= 0 && value <= highest) return;
  throw new UsageError(
    `The demo's ${name} must be a whole number from 0 to ${highest}, not ${value}. Give another.`,
  );
}
