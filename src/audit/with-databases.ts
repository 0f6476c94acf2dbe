import type { OpenOptions } from "../connect/open-options.ts";
import type { GlanceHandle } from "../read/glance/glance-handle.ts";
import { openCinder, type CinderHandle } from "../read/cinder/open-cinder.ts";
import { openGlance } from "../read/glance/open-glance.ts";
import { openKeystone, type KeystoneHandle } from "../read/keystone/open-keystone.ts";
import { Ledger } from "./ledger.ts";
import { findNova, type Nova } from "./nova/nova.ts";
import type { AuditPlaces } from "./places.ts";
import { VisitedDatabase } from "./visited-database.ts";

/** The databases of one audit. Glance is open throughout; the others are visited. */
export interface Databases {
  readonly glance: GlanceHandle;
  readonly nova: Nova | undefined;
  readonly cinder: VisitedDatabase<CinderHandle> | undefined;
  readonly keystone: VisitedDatabase<KeystoneHandle> | undefined;
  /** What was read, and what could not be. */
  readonly ledger: Ledger;
}

/**
 * Opens the databases, works with them, and closes them whatever happens. Glance comes first, so that an
 * image made while nova is being opened cannot seem to name a server that is not there.
 * @throws UnusableError if glance cannot be used, or another database is not what it was given as
 */
export async function withDatabases<T>(
  places: AuditPlaces,
  options: OpenOptions,
  work: (databases: Databases) => Promise<T>,
): Promise<T> {
  const ledger = new Ledger(options.notify);
  // Each visit finds the same things worth telling.
  const visiting = { ...options, notify: (message: string) => ledger.warn(message) };
  const glance = await openGlance(places.glance, options);
  ledger.read(glance.about);
  try {
    const { cinder: cinderPlace, keystone: keystonePlace } = places;
    const cinder =
      cinderPlace && new VisitedDatabase("cinder", () => openCinder(cinderPlace, visiting), ledger);
    const keystone =
      keystonePlace && new VisitedDatabase("keystone", () => openKeystone(keystonePlace, visiting), ledger);
    // A mistake in where they are is better met now than after minutes of reading.
    for (const database of [cinder, keystone]) await database?.visit(async () => undefined);
    const nova = places.nova && (await findNova(places.nova, visiting, ledger));
    return await work({ glance, nova, cinder, keystone, ledger });
  } finally {
    await glance.close();
  }
}
