import type { ImageFacts, InstanceFacts, NovaFacts } from "../judge/image-facts.ts";
import { decidingRow, instanceStateOf } from "../judge/instance-state.ts";
import { referenceOf } from "../read/image-reference.ts";
import type { CellHandle } from "../read/open-cell.ts";
import type { Stretch } from "../read/read-images.ts";
import { readShelvedImages } from "../read/shelved-images.ts";
import { FoundInstances } from "./found-instances.ts";
import type { Nova } from "./nova.ts";
import { searchInstances, type SearchEnd } from "./search-instances.ts";
import { linkVolumes, VolumeLinks } from "./volume-links.ts";
import type { Databases } from "./with-databases.ts";

/** What nova, and cinder for volume-backed images, know about the images of one stretch. */
export class NovaKnowledge {
  readonly #found: FoundInstances;
  readonly #links: VolumeLinks;
  readonly #end: SearchEnd;
  readonly #shelved: ReadonlySet<string>;

  private constructor(
    found: FoundInstances,
    links: VolumeLinks,
    end: SearchEnd,
    shelved: ReadonlySet<string>,
  ) {
    this.#found = found;
    this.#links = links;
    this.#end = end;
    this.#shelved = shelved;
  }

  /**
   * Looks up all instances that the images of a stretch lead to. Never a join: cells may be on other servers and
   * have other collations.
   * @param removed whether soft-deleted properties count too
   */
  static async of(
    databases: Databases,
    nova: Nova,
    stretch: Stretch,
    removed: boolean,
  ): Promise<NovaKnowledge> {
    const found = new FoundInstances();
    const links = await gather(databases, stretch, removed, found);
    const shelved = new Set<string>();
    const alsoInCell = async (_: number, handle: CellHandle): Promise<void> => {
      for (const image of await readShelvedImages(handle)) shelved.add(image);
    };
    const end = await searchInstances(nova, found, { alsoInCell });
    return new NovaKnowledge(found, links, end, shelved);
  }

  /** Why an instance that was not found may exist all the same. */
  get doubts(): readonly string[] {
    return this.#end.doubts;
  }

  /** The instance that an image leads to, lower case. */
  instanceOf(image: ImageFacts): string | undefined {
    const reference = referenceOf(image.id, image.properties, image.deleted);
    return reference?.volumeBacked ? this.#links.of(image.id) : reference?.instance;
  }

  about(image: ImageFacts): NovaFacts {
    const uuid = this.instanceOf(image);
    return {
      instance: uuid === undefined ? undefined : this.#facts(uuid),
      shelved: this.#shelved.has(image.id.toLowerCase()),
    };
  }

  #facts(uuid: string): InstanceFacts {
    const evidence = this.#found.evidence(uuid);
    // Only without a read view: the image names another instance than a moment ago.
    if (evidence === undefined) return { state: "unknown", deletedAtMs: null, snapshotting: false };
    const row = decidingRow(evidence) ?? this.#found.archivedRow(uuid);
    const state = instanceStateOf(evidence, this.#end.reach);
    const ended = state === "deleted" || state === "archived";
    return {
      state,
      deletedAtMs: ended ? (row?.deletedAtMs ?? null) : null,
      snapshotting: state === "alive" && row?.snapshotting === true,
      projectId: row?.projectId ?? null,
    };
  }
}

/** Notes the instances that the images lead to, and by cinder those of volume-backed ones. */
async function gather(
  { glance, cinder }: Databases,
  stretch: Stretch,
  removed: boolean,
  found: FoundInstances,
): Promise<VolumeLinks> {
  const links = new VolumeLinks();
  const visit = await cinder?.begin();
  try {
    for await (const page of stretch.references()) {
      for (const { instance, volumeBacked } of page)
        if (instance !== undefined && !volumeBacked) found.wanted.claim(instance);
      const images = page.flatMap(({ imageId, volumeBacked }) => (volumeBacked ? imageId : []));
      if (visit !== undefined) await linkVolumes(glance, visit, images, removed, links);
    }
  } finally {
    await visit?.end();
  }
  for (const instance of links.instances()) found.wanted.claim(instance);
  return links;
}
