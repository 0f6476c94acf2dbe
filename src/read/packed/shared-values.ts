/** Numbers values of which many rows have the same, from 1 on. */
export class SharedValues {
  readonly #most: number;
  readonly #values: (string | null | undefined)[] = [undefined];
  readonly #numbers = new Map<string | null, number>();

  /** @param most how many values are remembered */
  constructor(most: number) {
    this.#most = most;
  }

  /** undefined for one too many. */
  numberOf(value: string | null): number | undefined {
    const known = this.#numbers.get(value);
    if (known !== undefined || this.#values.length > this.#most) return known;
    const number = this.#values.push(value) - 1;
    this.#numbers.set(value, number);
    return number;
  }

  /** undefined for 0. */
  valueOf(number: number): string | null | undefined {
    return this.#values[number];
  }
}
