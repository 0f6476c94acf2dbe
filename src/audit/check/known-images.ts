import type { GlanceHandle } from "../../read/glance/glance-handle.ts";
import { readImageStates, type StateOf } from "../../read/glance/image-states.ts";
import type { PropertyWatch, WatchedProperty } from "../../read/glance/property-scan.ts";
import { isUuid } from "../../schema/uuid.ts";

/** States kept at once: few images are the base, or the boot image, of many. */
const CAPACITY = 20_000;

/** Whether nothing is to be had from an image of this state. */
export const isGone = (state: string): boolean => state === "gone" || state === "deleted";

/**
 * What glance says of images that others refer to; what was asked before is not asked again. Bases that were seen in
 * the one pass over image_properties are asked after all at once.
 */
export class KnownImages implements PropertyWatch {
  readonly glance: GlanceHandle;
  #states = new Map<string, string>();
  readonly #seen = new Set<string>();

  constructor(glance: GlanceHandle) {
    this.glance = glance;
  }

  readonly see = ({ name, value, deleted }: WatchedProperty): void => {
    if (deleted || name !== "base_image_ref" || this.#seen.size >= CAPACITY) return;
    if (value !== null && !this.#seen.has(value) && isUuid(value)) this.#seen.add(value.toLowerCase());
  };

  /**
   * Which of these are gone, by their places: one look-up for each, as nearly all are known.
   * @param ids in lower case, undefined for none
   */
  async gone(ids: readonly (string | undefined)[]): Promise<readonly boolean[]> {
    const known = this.#states;
    let isComplete = this.#seen.size === 0;
    const gone = ids.map((id) => {
      if (id === undefined) return false;
      const state = known.get(id);
      isComplete &&= state !== undefined;
      return state !== undefined && isGone(state);
    });
    if (isComplete) return gone;
    const stateOf = await this.states(ids.filter((id) => id !== undefined));
    return ids.map((id) => id !== undefined && isGone(stateOf(id)));
  }

  /** @param ids in lower case */
  async states(ids: readonly string[]): Promise<StateOf> {
    // The answers given here outlive a new beginning.
    const known = this.#states;
    const unknown = new Set(this.#seen);
    this.#seen.clear();
    for (const id of ids) if (!known.has(id)) unknown.add(id);
    if (unknown.size > 0) {
      const stateOf = await readImageStates(this.glance, [...unknown]);
      for (const id of unknown) known.set(id, stateOf(id));
      if (known.size > CAPACITY) this.#states = new Map();
    }
    return (id) => known.get(id) ?? "gone";
  }

  /** As they are now, whatever was known before. */
  fresh(ids: readonly string[]): Promise<StateOf> {
    return readImageStates(this.glance, ids);
  }
}
