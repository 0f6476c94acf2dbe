import type { GlanceHandle } from "../../read/glance/glance-handle.ts";
import { readImageStates, type StateOf } from "../../read/glance/image-states.ts";

/** States kept at once: few images are the base, or the boot image, of many. */
const CAPACITY = 20_000;

/** What glance says of images that others refer to; what was asked before is not asked again. */
export class KnownImages {
  readonly glance: GlanceHandle;
  #states = new Map<string, string>();

  constructor(glance: GlanceHandle) {
    this.glance = glance;
  }

  /** @param ids in lower case */
  async states(ids: readonly string[]): Promise<StateOf> {
    const unknown = [...new Set(ids)].filter((id) => !this.#states.has(id));
    const stateOf = await readImageStates(this.glance, unknown);
    const kept = ids.flatMap((id) => {
      const state = this.#states.get(id);
      return state === undefined ? [] : [[id, state] as const];
    });
    if (this.#states.size > CAPACITY) this.#states = new Map(kept);
    for (const id of unknown) this.#states.set(id, stateOf(id));
    return (id) => this.#states.get(id) ?? "gone";
  }

  /** As they are now, whatever was known before. */
  fresh(ids: readonly string[]): Promise<StateOf> {
    return readImageStates(this.glance, ids);
  }
}
