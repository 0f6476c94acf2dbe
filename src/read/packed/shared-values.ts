import type { StoredValue } from "../../judge/property-set.ts";
import { isUuid } from "../../schema/uuid.ts";

/** One value as a live row and as a soft-deleted one has it: shared by many images, so not to be changed. */
export interface SharedValue {
  readonly live: StoredValue;
  readonly removed: StoredValue;
}

export function sharedValue(value: string | null): SharedValue {
  return { live: { value, deleted: false }, removed: { value, deleted: true } };
}

/** UUIDs each of which many images have, numbered: kept as text, ready to be handed out. */
export class SharedUuids {
  readonly #numbers = new Map<string, number>();
  readonly #values: SharedValue[] = [];

  get size(): number {
    return this.#values.length;
  }

  /** The number of a UUID, in whatever case; -1 for other text. */
  claim(text: string): number {
    const found = this.#numbers.get(text);
    if (found !== undefined) return found;
    if (!isUuid(text)) return -1;
    const number = this.#values.push(sharedValue(text)) - 1;
    this.#numbers.set(text, number);
    return number;
  }

  value(number: number): SharedValue {
    return this.#values[number] as SharedValue;
  }
}
