import { imageOfBuildRequest, imageOfRequestSpec, imagesOfBlockDevices } from "../judge/nova-objects.ts";
import type { NovaApiHandle } from "./open-nova-api.ts";
import { pagesById } from "./pages-by-id.ts";

/** Takes what servers need that are in no cell yet, or that the scheduler was asked for. */
export interface RequestNeeds {
  building(imageId: string): void;
  requested(imageId: string, server: string): void;
}

/** Rows of some KiB each, so not too many in one statement. */
const PER_PAGE = 2_000;

/**
 * Tells which images build requests and request specs name. A spec is kept as long as its server, and while that
 * is unshelved it names the shelved image (nova/conductor/manager.py: unshelve_instance).
 * @returns whether both tables were there to be read
 */
export async function readNeedsInNovaApi(api: NovaApiHandle, needs: RequestNeeds): Promise<boolean> {
  const hasBuilds = api.shape.has("build_requests.instance");
  if (hasBuilds) await readBuilds(api, needs);
  const hasSpecs = api.shape.has("request_specs.spec");
  if (hasSpecs) await readSpecs(api, needs);
  return hasBuilds && hasSpecs;
}

async function readBuilds(api: NovaApiHandle, needs: RequestNeeds): Promise<void> {
  const devices = api.shape.has("build_requests.block_device_mappings");
  const queryAfter = (after: number) =>
    api.db
      .selectFrom("build_requests as r")
      .select(["r.id", "r.instance"])
      .select((eb) =>
        (devices ? eb.ref("r.block_device_mappings") : eb.lit(null).$castTo<null>()).as("devices"),
      )
      .where("r.id", ">", after)
      .orderBy("r.id")
      .limit(PER_PAGE);
  for await (const page of pagesById(api, PER_PAGE, queryAfter)) {
    for (const [, instance, list] of page) {
      const images = imagesOfBlockDevices(list as string | null);
      const image = imageOfBuildRequest(instance as string | null);
      for (const id of new Set(image === undefined ? images : [image, ...images])) needs.building(id);
    }
  }
}

async function readSpecs(api: NovaApiHandle, needs: RequestNeeds): Promise<void> {
  const queryAfter = (after: number) =>
    api.db
      .selectFrom("request_specs")
      .select(["id", "instance_uuid", "spec"])
      .where("id", ">", after)
      .orderBy("id")
      .limit(PER_PAGE);
  for await (const page of pagesById(api, PER_PAGE, queryAfter)) {
    for (const [, server, spec] of page) {
      const image = imageOfRequestSpec(spec as string | null);
      if (image !== undefined) needs.requested(image, String(server).toLowerCase());
    }
  }
}
