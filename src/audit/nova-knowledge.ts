import { IncompleteError } from "../errors.ts";
import type { ImageFacts, InstanceFacts, NovaFacts } from "../judge/image-facts.ts";
import { readInstances } from "../read/instances-by-uuid.ts";
import type { NovaHandle } from "../read/open-nova.ts";
import { readShelvedImages } from "../read/shelved-images.ts";
import { isUuid } from "../schema/uuid.ts";

/** What nova knows about each image of a page. */
export type NovaOf = (image: ImageFacts) => NovaFacts;

/** Told why a cell could not be read to its end; what only it knows is then not guessed. */
export type LostCell = (reason: string) => void;

/** Asks the given cells about images; never a join, so cells may live on other servers and collations. */
export class NovaKnowledge {
  readonly #cells: Set<NovaHandle>;
  readonly #lost: LostCell;
  #shelved: ReadonlySet<string> = new Set();

  private constructor(cells: readonly NovaHandle[], lost: LostCell) {
    this.#cells = new Set(cells);
    this.#lost = lost;
  }

  /** Reads what is needed once for the whole audit: the images of shelved servers. */
  static async of(cells: readonly NovaHandle[], lost: LostCell): Promise<NovaKnowledge> {
    const knowledge = new NovaKnowledge(cells, lost);
    const shelved = await knowledge.#ask(readShelvedImages);
    knowledge.#shelved = shelved.reduce((all, images) => all.union(images), new Set<string>());
    return knowledge;
  }

  /** Looks up the instances that these images name. */
  async about(images: readonly ImageFacts[]): Promise<NovaOf> {
    const uuids = [...new Set(images.flatMap((image) => instanceOf(image) ?? []))];
    const found = await this.#ask((cell) => readInstances(cell, uuids));
    return (image) => ({
      instance: livingFirst(found, instanceOf(image)),
      shelved: this.#shelved.has(image.id.toLowerCase()),
    });
  }

  /** The answers of all cells that still answer; one that broke off is not asked again. */
  async #ask<T>(question: (cell: NovaHandle) => Promise<T>): Promise<T[]> {
    const answers = [...this.#cells].map(async (cell) => {
      try {
        return [await question(cell)];
      } catch (error) {
        if (!(error instanceof IncompleteError)) throw error;
        this.#cells.delete(cell);
        this.#lost(error.message);
        return [];
      }
    });
    return (await Promise.all(answers)).flat();
  }
}

function instanceOf(image: ImageFacts): string | undefined {
  const value = image.properties.stored.instance_uuid?.value ?? null;
  return isUuid(value) ? value.toLowerCase() : undefined;
}

/** During a cross-cell resize a uuid is in two cells: a row that is not deleted outweighs one that is. */
function livingFirst(
  cells: readonly ReadonlyMap<string, InstanceFacts>[],
  uuid: string | undefined,
): InstanceFacts | undefined {
  const found = uuid === undefined ? [] : cells.flatMap((cell) => cell.get(uuid) ?? []);
  return found.find((instance) => instance.deletedAt === null) ?? found[0];
}
