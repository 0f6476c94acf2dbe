import { certaintyOf } from "../../judge/instance-state.ts";
import { readNeedsInCinder } from "../../read/cinder/needs-in-cinder.ts";
import { readNeedsInGlance, type ScannedNeeds } from "../../read/glance/needs-in-glance.ts";
import { readNeedsInNovaApi } from "../../read/nova/needs-in-nova-api.ts";
import type { NeedsNotes } from "../../read/glance/needs-notes.ts";
import type { BlockDeviceNotes } from "../../read/glance/block-device-notes.ts";
import type { Stretch } from "../../read/glance/read-images.ts";
import { readImagesOfTasks } from "../../read/glance/running-tasks.ts";
import { NameNumbers } from "../../read/packed/name-numbers.ts";
import { isCanonicalUuid } from "../../read/packed/uuid-words.ts";
import { referenceOf, type ImageReference } from "../../read/glance/image-reference.ts";
import { FoundInstances } from "../nova/found-instances.ts";
import { ImageHolds } from "../holds/image-holds.ts";
import { ImageNeeds } from "../holds/image-needs.ts";
import { InstanceStates } from "../nova/instance-states.ts";
import { NeedsObserver } from "../holds/needs-observer.ts";
import type { Nova } from "../nova/nova.ts";
import { warnOfLacking } from "../nova/shelved-observer.ts";
import { NovaKnowledge } from "../nova/nova-knowledge.ts";
import { NOTHING_SEARCHED, searchInstances } from "../nova/search-instances.ts";
import type { Databases } from "../with-databases.ts";

/** What is known about the images of one stretch before orphans among them are listed. */
export interface OrphanEvidence {
  /** After the second look. */
  readonly knowledge: NovaKnowledge;
  /** undefined where nobody asked. */
  readonly holds: ImageHolds | undefined;
}

/** What is to be learned. */
export interface EvidenceOptions {
  /** Whether whole tables are passed for who needs which image. */
  readonly withHolds: boolean;
  /** Whether nobody will ask which images are shelved ones; holds tell it in any case. */
  readonly withoutShelved?: boolean;
  /** Whether soft-deleted properties count too, as they do under deleted images. */
  readonly removed: boolean;
  /** What the pass over the properties showed, where there was one. */
  readonly notes?: OrphanNotes | undefined;
}

/** What is noted of properties while they are passed. */
export interface OrphanNotes {
  readonly devices: BlockDeviceNotes | undefined;
  readonly needs: NeedsNotes | undefined;
}

/** Learns what became of the instances, and if asked who needs which image, from every database that was given. */
export async function gatherEvidence(
  databases: Databases,
  nova: Nova,
  stretch: Stretch,
  { withHolds, withoutShelved = false, removed, notes }: EvidenceOptions,
): Promise<OrphanEvidence> {
  if (!withHolds) {
    const devices = notes?.devices;
    const knowledge = await NovaKnowledge.of(databases, nova, stretch, { removed, devices, withoutShelved });
    await knowledge.states.lookAgain(nova);
    return { knowledge, holds: undefined };
  }
  const needs = new ImageNeeds();
  const whole = new Set<object>();
  const knowledge = await NovaKnowledge.of(databases, nova, stretch, {
    removed,
    devices: notes?.devices,
    shelved: needs.shelved,
    observers: [
      new NeedsObserver(
        needs,
        (cell) => {
          const database = nova.cells[cell]?.database;
          if (database !== undefined) whole.add(database);
        },
        warnOfLacking(databases, nova),
      ),
    ],
  });
  await knowledge.states.lookAgain(nova);
  const isSuspect = await suspectsOf(stretch, knowledge);
  // Without a read view an image may yet become a suspect.
  if (stretch.scanned !== undefined) needs.narrow(isSuspect);
  const scanned = notes?.needs && stretch.scanned && { notes: notes.needs, index: stretch.scanned };
  const [requesting] = await Promise.all([
    readRequests(nova, needs, whole, isSuspect),
    readOtherNeeds(databases, needs, whole, scanned),
  ]);
  const places: (readonly [name: string, place: object | undefined])[] = [
    ["nova-api", nova.api],
    ["cinder", databases.cinder],
    ...nova.cells.map(({ database }) => [database.name, database] as const),
    ["glance", databases.glance],
  ];
  const unread = places.flatMap(([name, place]) => (place !== undefined && whole.has(place) ? [] : name));
  return { knowledge, holds: new ImageHolds(needs, { named: knowledge.states, requesting }, unread) };
}

/** @param whole takes what was read to its end: names of cells are anybody's choice */
async function readOtherNeeds(
  { glance, cinder }: Databases,
  needs: ImageNeeds,
  whole: Set<object>,
  scanned: ScannedNeeds | undefined,
): Promise<void> {
  const volumes = await cinder?.visit((handle) =>
    readNeedsInCinder(handle, (image) => needs.count("volume", image)),
  );
  if (volumes === true && cinder !== undefined) whole.add(cinder);
  const tasks = await readImagesOfTasks(glance);
  for (const image of tasks ?? []) needs.task(image);
  if ((await readNeedsInGlance(glance, needs, scanned)) && tasks !== undefined) whole.add(glance);
}

/** Build requests, those request specs that name a suspect, and what became of the servers whose needs are in doubt. */
async function readRequests(
  nova: Nova,
  needs: ImageNeeds,
  whole: Set<object>,
  isSuspect: (imageId: string) => boolean,
): Promise<InstanceStates> {
  const read = await nova.api?.visit((api) =>
    readNeedsInNovaApi(api, {
      building: (image) => needs.count("building", image),
      requested: (image, server) => {
        if (isSuspect(image)) needs.requested(image, server);
      },
    }),
  );
  // Where it names no cell, some cell may be missing whose servers could need an image.
  if (read === true && nova.api !== undefined && nova.knowsAllCells) whole.add(nova.api);
  const found = new FoundInstances();
  for (const server of needs.doubtfulServers()) found.want(server);
  const end =
    found.size === 0
      ? NOTHING_SEARCHED
      : await searchInstances(nova, found, { shadows: false, observers: [] });
  const states = new InstanceStates(found, end);
  needs.settleCopies((server) => certaintyOf(states.of(server).state) === null && states.isSingle(server));
  return states;
}

/** Tells the images of a stretch whose instance is gone, and perhaps others whose id is no UUID. */
async function suspectsOf(stretch: Stretch, knowledge: NovaKnowledge): Promise<(imageId: string) => boolean> {
  const isSuspect = (reference: ImageReference): boolean => {
    const uuid = knowledge.leadsTo(reference);
    return uuid !== undefined && certaintyOf(knowledge.states.of(uuid).state) !== null;
  };
  const { scanned } = stretch;
  if (scanned !== undefined) {
    // A UUID in capitals is one of them where the database tells it from small letters.
    const odd = new Set(Array.from(scanned.oddIds(), (id) => id.toLowerCase()));
    return (imageId) => {
      const id = imageId.toLowerCase();
      if (odd.has(id) || !isCanonicalUuid(id)) return true;
      const reference = referenceOf(id, scanned.get(id), false);
      return reference !== undefined && isSuspect(reference);
    };
  }
  const suspects = new NameNumbers();
  for await (const page of stretch.references()) {
    for (const reference of page) if (isSuspect(reference)) suspects.claim(reference.imageId.toLowerCase());
  }
  return (imageId) => suspects.find(imageId.toLowerCase()) !== undefined;
}
