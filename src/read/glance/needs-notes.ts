import { COUNTED_NEEDS, type CountedNeed } from "../../judge/holds.ts";
import type { Engine } from "../../guard/read-only-dialect.ts";
import { isNamed } from "./property-interest.ts";
import { NameNumbers } from "../packed/name-numbers.ts";
import { imageKeyOf } from "./child-tables.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { batches } from "../pages-by-id.ts";
import { readLiveAmong } from "./live-ids.ts";
import {
  BASE,
  BLOCK_DEVICES,
  NAMING,
  noteNeedsOf,
  OTHER_NEEDS_PROPERTIES,
  type GlanceNeeds,
} from "./naming-properties.ts";
import type { PropertyIndex } from "../packed/property-index.ts";
import type { PropertyExpressions, PropertyWatch, WatchedProperty } from "./property-scan.ts";

const NOTED: ReadonlySet<string> = new Set([...OTHER_NEEDS_PROPERTIES, BLOCK_DEVICES]);

/** What an import is noted as; needs are noted by their places in COUNTED_NEEDS. */
const IMPORT = COUNTED_NEEDS.length;

const PER_STATEMENT = 500;

/** What an image, if it is live, says that another one is needed for; undefined where one is imported. */
interface NotedNeed {
  readonly imageId: string;
  readonly need: CountedNeed | undefined;
  readonly named: string;
}

/**
 * What the one pass over image_properties shows of needs, until it is known which of the images are live. Bases
 * are left out, as the properties at hand have them.
 */
export class NeedsNotes implements PropertyWatch {
  readonly #handle: GlanceHandle;
  readonly #keyOf: (id: string) => string;
  #images = new NameNumbers();
  #named = new NameNumbers();
  /** Three numbers for each: which image, what it needs, which image it names. */
  #notes: number[] = [];
  #isForgotten = false;

  constructor(handle: GlanceHandle) {
    this.#handle = handle;
    this.#keyOf = imageKeyOf(handle);
  }

  readonly wants = (eb: PropertyExpressions, engine: Engine) =>
    eb.and([isNamed(engine, OTHER_NEEDS_PROPERTIES)(eb), eb("p.deleted", "=", 0)]);

  readonly see = ({ imageId, name, value, deleted }: WatchedProperty): void => {
    if (deleted || !NOTED.has(name) || this.#isForgotten) return;
    const note = (what: number, named: string): void => {
      this.#notes.push(this.#images.claim(this.#keyOf(imageId)), what, this.#named.claim(named));
    };
    noteNeedsOf(imageId, name, value, {
      count: (need, named) => note(COUNTED_NEEDS.indexOf(need), named),
      importing: () => note(IMPORT, imageId),
    });
  };

  /** What takes several passes is asked for by other means. */
  readonly forget = (): void => {
    this.#isForgotten = true;
    this.#images = new NameNumbers();
    this.#named = new NameNumbers();
    this.#notes = [];
  };

  /**
   * Tells of the needs of live images that concern anybody, and forgets them.
   * @param index the properties of all images
   */
  async tell(index: PropertyIndex, needs: GlanceNeeds): Promise<void> {
    for (const some of batches(this.#needsOf(index, needs), PER_STATEMENT)) {
      const isLive = await readLiveAmong(
        this.#handle,
        some.map(({ imageId }) => imageId),
      );
      for (const { imageId, need, named } of some) {
        if (!isLive(imageId)) continue;
        if (need === undefined) needs.importing(named);
        else needs.count(need, named);
      }
    }
    this.forget();
  }

  /** Those of live and deleted images. */
  *#needsOf(index: PropertyIndex, needs: GlanceNeeds): Generator<NotedNeed> {
    for (const [imageId, named] of index.imagesMadeFrom((base) => needs.concerns(base)))
      yield { imageId, need: NAMING[BASE], named };
    for (let at = 0; at < this.#notes.length; at += 3) {
      const [image, what, other] = [this.#notes[at] ?? 0, this.#notes[at + 1] ?? 0, this.#notes[at + 2] ?? 0];
      const named = this.#named.nameOf(other);
      if (!needs.concerns(named)) continue;
      yield { imageId: this.#images.nameOf(image), need: COUNTED_NEEDS[what], named };
    }
  }
}
