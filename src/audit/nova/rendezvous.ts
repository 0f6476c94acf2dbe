/** A point that several tasks pass only together; one that drops out does not keep the others waiting. */
export class Rendezvous {
  readonly #met = Promise.withResolvers<void>();
  #missing: number;

  constructor(parties: number) {
    this.#missing = parties;
  }

  /** Waits for the others. Every party arrives once, whether it goes on or not. */
  arrive(): Promise<void> {
    this.#missing -= 1;
    if (this.#missing === 0) this.#met.resolve();
    return this.#met.promise;
  }
}
