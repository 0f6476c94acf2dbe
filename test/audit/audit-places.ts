import type { AuditPlaces } from "../../src/audit/places.ts";
import type { Where } from "../../src/connect/where.ts";

/** Glance, and cells that are all there are. */
export function auditPlaces(glance: Where, cells: readonly Where[] = []): AuditPlaces {
  const nova = { cells, api: undefined, overrides: [], cellsComplete: true, sharedGlance: false };
  return { glance, nova: cells.length === 0 ? undefined : nova, cinder: undefined, keystone: undefined };
}
