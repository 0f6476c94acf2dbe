import { COUNTED_NEEDS, type CountedNeed } from "../../judge/holds.ts";
import { NameLists } from "../../read/packed/name-lists.ts";
import { UuidTable } from "../../read/packed/uuid-table.ts";

const NOTHING = Object.fromEntries(COUNTED_NEEDS.map((need) => [need, 0])) as Record<CountedNeed, number>;

/** What the databases say of who needs which image, counted while they are read: 60 bytes per needed image. */
export class ImageNeeds {
  readonly #counts = new UuidTable(COUNTED_NEEDS.length);
  /** Of images whose id is no UUID. */
  readonly #odd = new Map<string, Record<CountedNeed, number>>();
  /** Of hidden rows: few, and only while servers move between cells. */
  readonly #copies: { readonly need: CountedNeed; readonly imageId: string; readonly server: string }[] = [];
  /** Servers by image, or by the name of an image that is still to come. */
  readonly #shelving = new NameLists();
  /** The servers that are shelved from each image, by its id in lower case. */
  readonly shelved = new NameLists();
  readonly #requested = new NameLists();
  readonly #importing = new Set<string>();
  readonly #tasks = new Set<string>();
  #concerns: (imageId: string) => boolean = () => true;

  /** From now on needs of other images are not counted: nobody will ask for them. */
  narrow(concerns: (imageId: string) => boolean): void {
    this.#concerns = concerns;
  }

  /** Whether needs of this image are counted. */
  concerns(imageId: string): boolean {
    return this.#concerns(imageId.toLowerCase());
  }

  count(need: CountedNeed, imageId: string): void {
    const id = imageId.toLowerCase();
    if (!this.#concerns(id)) return;
    const record = this.#counts.claim(id);
    if (record >= 0) {
      const at = COUNTED_NEEDS.indexOf(need);
      this.#counts.setWord(record, at, this.#counts.word(record, at) + 1);
      return;
    }
    const counts = this.#odd.get(id) ?? { ...NOTHING };
    this.#odd.set(id, counts);
    counts[need] += 1;
  }

  countCopy(need: CountedNeed, imageId: string, server: string): void {
    this.#copies.push({ need, imageId, server });
  }

  /** Counts those hidden rows whose servers have no other that was counted. */
  settleCopies(isAlone: (server: string) => boolean): void {
    for (const { need, imageId, server } of this.#copies) if (isAlone(server)) this.count(need, imageId);
    this.#copies.length = 0;
  }

  shelvedInto(imageId: string, server: string): void {
    this.shelved.add(imageId.toLowerCase(), server);
  }

  shelvingUnder(imageName: string, server: string): void {
    this.#shelving.add(imageName, server);
  }

  requested(imageId: string, server: string): void {
    this.#requested.add(imageId.toLowerCase(), server);
  }

  importing(imageId: string): void {
    this.#importing.add(imageId.toLowerCase());
  }

  task(imageId: string): void {
    this.#tasks.add(imageId.toLowerCase());
  }

  /** How often each need of an image was counted. */
  counter(imageId: string): (need: CountedNeed) => number {
    const id = imageId.toLowerCase();
    const record = this.#counts.find(id);
    if (record >= 0) return (need) => this.#counts.word(record, COUNTED_NEEDS.indexOf(need));
    const odd = this.#odd.get(id) ?? NOTHING;
    return (need) => odd[need];
  }

  shelvedServers(imageId: string): readonly string[] {
    return this.shelved.of(imageId.toLowerCase());
  }

  shelvingServers(imageName: string | null): readonly string[] {
    return imageName === null ? [] : this.#shelving.of(imageName);
  }

  requestingServers(imageId: string): readonly string[] {
    return this.#requested.of(imageId.toLowerCase());
  }

  /** The servers whose state decides whether a need counts: those of requests, and those with hidden rows. */
  *doubtfulServers(): Generator<string> {
    yield* this.#requested.listed();
    for (const { server } of this.#copies) yield server;
  }

  isImporting(imageId: string): boolean {
    return this.#importing.has(imageId.toLowerCase());
  }

  hasTask(imageId: string): boolean {
    return this.#tasks.has(imageId.toLowerCase());
  }
}
