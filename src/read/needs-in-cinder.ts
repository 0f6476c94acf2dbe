import type { CinderHandle } from "./open-cinder.ts";
import { rangesById } from "./ranges-by-id.ts";

/**
 * Tells which images live volumes were made from: on rbd a volume may still share the image's data. Before cinder
 * 16.0.0 the metadata of deleted volumes stayed as it was (LP#1542169), so the volume itself is asked, too.
 * @returns whether the table was there to be read
 */
export async function readNeedsInCinder(
  handle: CinderHandle,
  volumeFrom: (imageId: string) => void,
): Promise<boolean> {
  if (!handle.shape.has("volume_glance_metadata.volume_id")) return false;
  const pages = rangesById(handle, "volume_glance_metadata", (after, upTo) =>
    handle.db
      .selectFrom("volume_glance_metadata as m")
      .innerJoin("volumes as v", "v.id", "m.volume_id")
      .select(["m.key", "m.value"])
      .where("m.id", ">", after)
      .where("m.id", "<=", upTo)
      .where("m.key", "=", "image_id")
      .where((eb) => eb.or([eb("m.deleted", "=", 0), eb("m.deleted", "is", null)]))
      .where((eb) => eb.or([eb("v.deleted", "=", 0), eb("v.deleted", "is", null)])),
  );
  for await (const page of pages) {
    // The collation may have let another spelling through.
    for (const [key, value] of page) if (key === "image_id" && value !== null) volumeFrom(String(value));
  }
  return true;
}
