import type { GlanceHandle } from "../../read/glance/glance-handle.ts";
import type { KeyRange } from "../../read/glance/image-query.ts";
import { hasLoneRows } from "../../read/glance/lone-rows.ts";

/**
 * Finds the stretches of image ids in which rows belong to no image, while the images are being checked: the
 * server looks at one stretch as long as the client is busy with the next.
 */
export class LoneRanges {
  readonly #glance: GlanceHandle;
  readonly #found: KeyRange[] = [];
  #after = "";
  #latest: Promise<void> = Promise.resolve();

  constructor(glance: GlanceHandle) {
    this.#glance = glance;
  }

  /**
   * Has the ids from the end of the stretch before up to this one looked at; does not wait for the answer.
   * @param upTo undefined for all that are left
   */
  look(upTo: string | undefined): void {
    const range = { after: this.#after, upTo };
    this.#after = upTo ?? this.#after;
    this.#latest = this.#note(range, this.#latest);
    // Whoever asks for what was found gets the failure.
    this.#latest.catch(() => undefined);
  }

  /** The stretches that have such rows. */
  async found(): Promise<readonly KeyRange[]> {
    await this.#latest;
    return this.#found;
  }

  async #note(range: KeyRange, before: Promise<void>): Promise<void> {
    const [hasSome] = await Promise.all([hasLoneRows(this.#glance, range), before]);
    if (hasSome) this.#found.push(range);
  }
}
