import { readBlockDevices } from "../read/block-device-properties.ts";
import type { GlanceHandle } from "../read/glance-handle.ts";
import type { CinderHandle } from "../read/open-cinder.ts";
import { batches } from "../read/pages-by-id.ts";
import { UuidTable } from "../read/uuid-table.ts";
import { readVolumeSnapshots } from "../read/volume-snapshots.ts";
import { isUuid } from "../schema/uuid.ts";
import type { Visit } from "./visited-database.ts";

const PER_BATCH = 500;
const UUID_WORDS = 4;

/** Which server each volume-backed image was made from, as far as cinder knows. */
export class VolumeLinks {
  readonly #table = new UuidTable(UUID_WORDS);
  /** Images whose own id is no UUID. */
  readonly #odd = new Map<string, string>();

  /** Lower case; undefined where cinder does not lead to a server. */
  of(imageId: string): string | undefined {
    const record = this.#table.find(imageId);
    return record < 0 ? this.#odd.get(imageId) : this.#table.uuid(record, 0);
  }

  *instances(): Generator<string> {
    for (let record = 0; record < this.#table.size; record += 1) yield this.#table.uuid(record, 0);
    yield* this.#odd.values();
  }

  add(imageId: string, instance: string): void {
    const record = this.#table.claim(imageId);
    if (record < 0 || !this.#table.setUuid(record, 0, instance)) this.#odd.set(imageId, instance);
  }
}

/**
 * Follows volume-backed images to their servers: by their snapshot in cinder, its volume, and its attachments.
 * @param images pages of image ids
 * @param removed whether soft-deleted properties count too
 */
export async function linkVolumes(
  glance: GlanceHandle,
  cinder: Visit<CinderHandle>,
  images: readonly string[],
  removed: boolean,
  links: VolumeLinks,
): Promise<void> {
  for (const batch of batches(images, PER_BATCH)) {
    const devices = await readBlockDevices(glance, batch, removed);
    const roots = [...devices.values()].flatMap(({ rootSnapshot }) => rootSnapshot ?? []);
    const snapshots = await cinder.ask((handle) => readVolumeSnapshots(handle, roots));
    for (const [imageId, { rootSnapshot }] of devices) {
      const instance = snapshots?.get(rootSnapshot ?? "")?.instance ?? null;
      if (isUuid(instance)) links.add(imageId, instance);
    }
  }
}
