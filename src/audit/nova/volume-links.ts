import type { CinderHandle } from "../../read/cinder/open-cinder.ts";
import { batches } from "../../read/pages-by-id.ts";
import type { SnapshotsOfImage } from "../../read/glance/block-device-notes.ts";
import { UuidTable } from "../../read/packed/uuid-table.ts";
import { readVolumeSnapshots } from "../../read/cinder/volume-snapshots.ts";
import { isUuid } from "../../schema/uuid.ts";
import { ahead } from "../ahead.ts";
import type { Visit } from "../visited-database.ts";

/** Images that are followed by one question to each table. */
const PER_BATCH = 1_000;
/** Record layout: the number of the server, and GiB that cinder holds. */
const SERVER_AT = 0;
const SIZE_AT = 1;
const RECORD_WORDS = 2;

/** Which server each volume-backed image was made from, as far as cinder knows. */
export class VolumeLinks {
  readonly #table = new UuidTable(RECORD_WORDS);
  readonly #numbers: UuidTable;
  /** Images whose own id is no UUID. */
  readonly #odd = new Map<string, { readonly instance: string; readonly sizeGib: number }>();

  /** @param numbers numbers the servers, and perhaps others */
  constructor(numbers: UuidTable = new UuidTable(0)) {
    this.#numbers = numbers;
  }

  /** Lower case; undefined where cinder does not lead to a server. */
  of(imageId: string): string | undefined {
    const record = this.#table.find(imageId);
    return record < 0 ? this.#odd.get(imageId)?.instance : this.#serverOf(record);
  }

  *instances(): Generator<string> {
    for (let record = 0; record < this.#table.size; record += 1) yield this.#serverOf(record);
    for (const { instance } of this.#odd.values()) yield instance;
  }

  /** GiB of the snapshots that a volume-backed image stands for: glance itself holds none of its data. */
  sizeGib(imageId: string): number {
    const record = this.#table.find(imageId);
    return record < 0 ? (this.#odd.get(imageId)?.sizeGib ?? 0) : this.#table.word(record, SIZE_AT);
  }

  /** @param instance a UUID in lower case */
  add(imageId: string, instance: string, sizeGib: number): void {
    const record = this.#table.claim(imageId);
    if (record < 0) {
      this.#odd.set(imageId, { instance, sizeGib });
      return;
    }
    this.#table.setWord(record, SERVER_AT, this.#numbers.claim(instance));
    this.#table.setWord(record, SIZE_AT, sizeGib);
  }

  #serverOf(record: number): string {
    return this.#numbers.keyOf(this.#table.word(record, SERVER_AT));
  }
}

/** Follows volume-backed images to their servers: by their snapshot in cinder, its volume, and its attachments. */
export async function linkVolumes(
  cinder: Visit<CinderHandle>,
  devices: Iterable<readonly [imageId: string, SnapshotsOfImage]>,
  links: VolumeLinks,
): Promise<void> {
  const asked = ahead(batches(devices, PER_BATCH), async (batch) => {
    const ids = batch.flatMap(([, { snapshots }]) => snapshots);
    return { batch, found: await cinder.ask((handle) => readVolumeSnapshots(handle, ids)) };
  });
  for await (const { batch, found } of asked) {
    for (const [imageId, { rootSnapshot, snapshots }] of batch) {
      const instance = found?.get(rootSnapshot ?? "")?.attachment?.instance ?? null;
      const held = [...new Set(snapshots)]
        .flatMap((id) => found?.get(id) ?? [])
        .filter(({ deleted }) => !deleted);
      const sizeGib = held.reduce((sum, snapshot) => sum + snapshot.sizeGib, 0);
      if (isUuid(instance)) links.add(imageId, instance, sizeGib);
    }
  }
}
