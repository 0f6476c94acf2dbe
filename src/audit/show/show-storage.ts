import { listBlockDevices } from "../../judge/block-devices.ts";
import { lossOf } from "../../judge/volume-storage.ts";
import type { CinderHandle } from "../../read/cinder/open-cinder.ts";
import type { PropertyRow } from "../../read/glance/property-rows.ts";
import { readVolumeSnapshots, type VolumeSnapshot } from "../../read/cinder/volume-snapshots.ts";
import { readVolumes, type Volume } from "../../read/cinder/volumes.ts";
import type { JudgedImage } from "../images/judge-stretch.ts";
import type { ShownStorage } from "./shown-image.ts";
import type { VisitedDatabase } from "../visited-database.ts";

const GIB = 2n ** 30n;

/** What cinder has of the volume-backed images among some. */
export class StorageEvidence {
  readonly #snapshots: ReadonlyMap<string, VolumeSnapshot> | undefined;
  readonly #volumes: ReadonlyMap<string, Volume>;

  private constructor(
    snapshots: ReadonlyMap<string, VolumeSnapshot> | undefined,
    volumes: ReadonlyMap<string, Volume>,
  ) {
    this.#snapshots = snapshots;
    this.#volumes = volumes;
  }

  /** @param mappings values of the property block_device_mapping */
  static async of(
    cinder: VisitedDatabase<CinderHandle> | undefined,
    mappings: readonly (string | null)[],
  ): Promise<StorageEvidence> {
    const ids = mappings.flatMap(listBlockDevices).flatMap(({ snapshot }) => snapshot ?? []);
    const found = await cinder?.visit(async (handle) => {
      const snapshots = await readVolumeSnapshots(handle, [...new Set(ids)]);
      const volumes = [...new Set([...snapshots.values()].map(({ volumeId }) => volumeId))];
      return { snapshots, volumes: await readVolumes(handle, volumes) };
    });
    return new StorageEvidence(found?.snapshots, found?.volumes ?? new Map());
  }

  /** @param mapping its block_device_mapping, null where it has none */
  about({ verdict }: JudgedImage, mapping: string | null): ShownStorage {
    const disks = listBlockDevices(mapping).map((disk) => {
      const stored = disk.snapshot === null ? undefined : this.#snapshots?.get(disk.snapshot);
      const asked = disk.snapshot !== null && this.#snapshots !== undefined;
      const volume = stored && this.#volumes.get(stored.volumeId.toLowerCase());
      return Object.assign({ stored, volume, loss: asked ? lossOf(stored) : undefined }, disk);
    });
    const gib = disks.reduce((sum, { stored }) => sum + (stored?.deleted === false ? stored.sizeGib : 0), 0);
    return {
      disks,
      heldBytes: this.#snapshots && BigInt(gib) * GIB,
      olderServer: verdict.classification.counted.instance_uuid?.value ?? undefined,
    };
  }
}

/** The block_device_mapping that counts. */
export function mappingOf(rows: readonly PropertyRow[], imageDeleted: boolean): string | null {
  const row = rows.find(({ name, deleted }) => name === "block_device_mapping" && (imageDeleted || !deleted));
  return row?.value ?? null;
}
