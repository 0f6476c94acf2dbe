import type { OpenOptions } from "../connect/open-options.ts";
import type { Where } from "../connect/where.ts";
import { UnusableError } from "../errors.ts";
import { openGlance } from "../read/open-glance.ts";
import { openNova, type NovaHandle } from "../read/open-nova.ts";
import type { Databases } from "./judge-pages.ts";

/** Where the databases of an audit are. */
export interface AuditPlaces {
  readonly glance: Where;
  readonly nova: readonly Where[];
}

/**
 * Opens the databases, works with them, and closes them whatever happens. Glance comes first, so that an
 * image made while nova is being opened cannot seem to name a server that is not there.
 * @param work also gets why something could not be opened, and may add to it: what needs it is not guessed
 * @throws UnusableError if glance cannot be used
 */
export async function withDatabases<T>(
  places: AuditPlaces,
  options: OpenOptions,
  work: (databases: Databases, shortfalls: string[]) => Promise<T>,
): Promise<T> {
  const glance = await openGlance(places.glance, options);
  const nova: NovaHandle[] = [];
  const shortfalls: string[] = [];
  try {
    for (const where of places.nova) {
      try {
        nova.push(await openNova(where, options));
      } catch (error) {
        if (!(error instanceof UnusableError)) throw error;
        shortfalls.push(error.message);
      }
    }
    return await work({ glance, nova }, shortfalls);
  } finally {
    await Promise.all([glance, ...nova].map((handle) => handle.close()));
  }
}
