import type { ImageFacts, InstanceFacts, NovaFacts } from "../../judge/image-facts.ts";
import { referenceOf, type ImageReference } from "../../read/glance/image-reference.ts";
import { readBlockDevices } from "../../read/glance/block-device-properties.ts";
import type { BlockDeviceNotes } from "../../read/glance/block-device-notes.ts";
import type { Stretch } from "../../read/glance/read-images.ts";
import type { CellObserver } from "./cell-observer.ts";
import { NameLists } from "../../read/packed/name-lists.ts";
import { FoundInstances } from "./found-instances.ts";
import { searchStates, type InstanceStates, type JudgedInstance } from "./instance-states.ts";
import { knowsAnyReference } from "./known-reference.ts";
import type { Nova } from "./nova.ts";
import { ShelvedObserver, warnOfLacking } from "./shelved-observer.ts";
import { linkVolumes, VolumeLinks } from "./volume-links.ts";
import type { Databases } from "../with-databases.ts";

/** Volume-backed images that are followed by one question to each database. */
const LINKED_TOGETHER = 500;

/** What else is to be learned while nova is read. */
export interface KnowledgeOptions {
  /** Whether soft-deleted properties count too. */
  readonly removed: boolean;
  /** The servers that are shelved from each image, by its id in lower case, where one of the observers finds them. */
  readonly shelved?: NameLists;
  /** Whether nobody will ask for shelved images. */
  readonly withoutShelved?: boolean;
  readonly observers?: readonly CellObserver[];
  /** What the pass over the properties showed of block devices, where there was one. */
  readonly devices?: BlockDeviceNotes | undefined;
}

/** What nova, and cinder for volume-backed images, know about the images of one stretch. */
export class NovaKnowledge {
  readonly states: InstanceStates;
  readonly links: VolumeLinks;
  readonly #nova: Nova;
  /** Servers by image. */
  readonly #shelved: NameLists;

  private constructor(nova: Nova, states: InstanceStates, links: VolumeLinks, shelved: NameLists) {
    this.#nova = nova;
    this.states = states;
    this.links = links;
    this.#shelved = shelved;
  }

  /**
   * Looks up all instances that the images of a stretch lead to. Never a join: cells may be on other servers and
   * have other collations.
   */
  static async of(
    databases: Databases,
    nova: Nova,
    stretch: Stretch,
    options: KnowledgeOptions,
  ): Promise<NovaKnowledge> {
    const found = new FoundInstances(stretch.instances);
    const links = await gather(databases, stretch, options, found);
    const shelved = options.shelved ?? new NameLists();
    const observers = [...(options.observers ?? [])];
    if (options.shelved === undefined && options.withoutShelved !== true) {
      observers.push(
        new ShelvedObserver(
          (image, server) => shelved.add(image.toLowerCase(), server),
          warnOfLacking(databases, nova),
        ),
      );
    }
    const { glance } = databases;
    const narrow = stretch.isWhole ? {} : { knowsAnother: () => knowsAnyReference(glance, nova) };
    const states = await searchStates(nova, found, { observers, ...narrow });
    return new NovaKnowledge(nova, states, links, shelved);
  }

  /**
   * Looks up instances that only these images lead to. Without a read view an image may have come since the
   * references were read, or name another instance than then.
   */
  async complete(images: readonly ImageFacts[]): Promise<void> {
    const late = new FoundInstances();
    for (const image of images) {
      const uuid = this.instanceOf(image);
      if (uuid !== undefined && !this.states.knows(uuid)) late.want(uuid);
    }
    if (late.size === 0) return;
    const knowsAnother = (): Promise<boolean> => Promise.resolve(this.states.doubts.length === 0);
    const states = await searchStates(this.#nova, late, { observers: [], knowsAnother });
    await states.lookAgain(this.#nova);
    this.states.add(states);
  }

  /** The instance that an image leads to, lower case. */
  instanceOf(image: ImageFacts): string | undefined {
    const reference = referenceOf(image.id, image.properties, image.deleted);
    return reference && this.leadsTo(reference);
  }

  /** The same of what is known of an image by its reference. */
  leadsTo({ imageId, instance, volumeBacked }: ImageReference): string | undefined {
    return volumeBacked ? this.links.of(imageId) : instance;
  }

  about(image: ImageFacts): NovaFacts {
    const uuid = this.instanceOf(image);
    return {
      instance: uuid === undefined ? undefined : factsOf(this.states.of(uuid)),
      shelved: this.#shelved.has(image.id.toLowerCase()),
    };
  }
}

function factsOf({ state, row }: JudgedInstance): InstanceFacts {
  const ended = state === "deleted" || state === "archived";
  return {
    state,
    deletedAtMs: ended ? (row?.deletedAtMs ?? null) : null,
    snapshotting: state === "alive" && row?.snapshotting === true,
    projectId: row?.projectId ?? null,
  };
}

/** Notes the instances that the images lead to, and by cinder those of volume-backed ones. */
async function gather(
  { glance, cinder }: Databases,
  stretch: Stretch,
  { removed, devices }: KnowledgeOptions,
  found: FoundInstances,
): Promise<VolumeLinks> {
  const links = new VolumeLinks(stretch.instances);
  const visit = await cinder?.begin();
  const noted = stretch.scanned === undefined ? undefined : devices;
  let images: string[] = [];
  const link = async (): Promise<void> => {
    if (visit !== undefined) await linkVolumes(visit, await readBlockDevices(glance, images, removed), links);
    images = [];
  };
  // What a volume-backed image names is an older image's server; but nova counts its backups by that name.
  try {
    if (stretch.nameInstances !== undefined && (visit === undefined || noted !== undefined)) {
      stretch.nameInstances({
        number: (number) => found.wantNumbered(number),
        uuid: (instance) => found.want(instance),
      });
      if (visit !== undefined && noted !== undefined) await linkVolumes(visit, noted.entries(), links);
    } else {
      for await (const page of stretch.references()) {
        for (const { instance } of page) if (instance !== undefined) found.want(instance);
        for (const { imageId, volumeBacked } of page) if (volumeBacked) images.push(imageId);
        if (images.length >= LINKED_TOGETHER) await link();
      }
      await link();
    }
    noted?.forget();
  } finally {
    await visit?.end();
  }
  for (const instance of links.instances()) found.want(instance);
  return links;
}
