import type { RowsOf } from "../../read/glance/child-rows.ts";
import type { NamedIds } from "../../read/glance/child-ids.ts";
import type { LocationGroups } from "../../read/glance/location-groups.ts";
import { joinRepeatedLocations } from "../../read/glance/shared-locations.ts";
import type { JudgedImage } from "../images/judge-stretch.ts";
import { isGone, type KnownImages } from "./known-images.ts";

/** What is known of a page's locations beforehand, and what is to be known. */
interface Asked {
  /** Of the images that draw attention, which are `close`. */
  readonly rowsOf: RowsOf;
  readonly close: ReadonlySet<string>;
  /** How many locations each image has, live or not. */
  readonly locationsOf: NamedIds["locationsOf"];
  /** Whether it matters which images have no live location. */
  readonly wanted: boolean;
  /** Takes the images that have a location twice; undefined where that does not matter. */
  readonly groups: LocationGroups | undefined;
}

interface Source {
  readonly images: KnownImages;
  readonly hasReadView: boolean;
}

/**
 * What a page's images have for locations.
 * @returns the images without a live one, those aside that are not active and have never had one
 */
export async function locate(
  judged: readonly JudgedImage[],
  { rowsOf, close, locationsOf, wanted, groups }: Asked,
  { images, hasReadView }: Source,
): Promise<ReadonlySet<string>> {
  const unlocated = new Set<string>();
  const repeated: string[] = [];
  for (const { image } of judged) {
    const locations = locationsOf(image.id);
    if (locations === 0 && image.status === "active") unlocated.add(image.id);
    else if (locations > 1) repeated.push(image.id);
  }
  if (groups !== undefined) await joinRepeatedLocations(images.glance, repeated, groups);
  if (!wanted) return unlocated;
  const emptied = [...close].filter(
    (id) => !rowsOf(id).some(({ kind, deleted }) => kind === "location" && !deleted),
  );
  // Without a read view an image may have been deleted since its page was read, and its locations with it.
  const stateNow = hasReadView ? undefined : await images.fresh(emptied);
  for (const id of emptied) {
    if (stateNow === undefined || !isGone(stateNow(id))) unlocated.add(id);
  }
  return unlocated;
}
