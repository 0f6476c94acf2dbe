import type { ImageFacts } from "../../judge/image-facts.ts";
import { holdsOf } from "../../judge/holds.ts";
import { certaintyOf } from "../../judge/instance-state.ts";
import { referenceOf } from "../../read/glance/image-reference.ts";
import { BACKUP_VALUE } from "../../schema/snapshot-properties.ts";
import type { ImageNeeds } from "./image-needs.ts";
import type { InstanceStates } from "../nova/instance-states.ts";

/** Who needs which image, and what could have said so and was not read. */
export class ImageHolds {
  readonly #needs: ImageNeeds;
  /** Of the servers that images name. */
  readonly #named: InstanceStates;
  /** Of the servers for which the scheduler was asked. */
  readonly #requesting: InstanceStates;
  /** Databases that could have shown a hold and were not read to their end. */
  readonly unread: readonly string[];

  constructor(
    needs: ImageNeeds,
    states: { readonly named: InstanceStates; readonly requesting: InstanceStates },
    unread: readonly string[],
  ) {
    this.#needs = needs;
    this.#named = states.named;
    this.#requesting = states.requesting;
    this.unread = unread;
  }

  /** What needs the image, by name; empty if nothing that was read does. */
  of(image: ImageFacts): readonly string[] {
    const needs = this.#needs;
    return holdsOf(image, {
      count: needs.counter(image.id),
      shelved: needs.shelvedServers(image.id),
      shelving: needs.shelvingServers(image.name),
      requested: this.#requested(image.id),
      task: needs.hasTask(image.id),
      importing: needs.isImporting(image.id),
      protected: image.protected,
      inRotation: this.#isInRotation(image),
    });
  }

  #requested(imageId: string): number {
    let number = 0;
    for (const server of this.#needs.requestingServers(imageId)) if (!this.#isGone(server)) number += 1;
    return number;
  }

  /** nova/compute/manager.py: _rotate_backups finds a server's backups by these two properties. */
  #isInRotation(image: ImageFacts): boolean {
    const type = image.properties.stored.image_type;
    if (type?.value !== BACKUP_VALUE || type.deleted) return false;
    const named = referenceOf(image.id, image.properties, false)?.instance;
    if (named === undefined) return false;
    const { state } = this.#named.of(named);
    return state === "alive" || state === "soft-deleted";
  }

  /** Only a row proves that a server is gone, so that its request is no need any more. */
  #isGone(server: string): boolean {
    return certaintyOf(this.#requesting.of(server).state) === "proven";
  }
}
