/** Lets tasks wait for one another: each begins when those before it have ended, well or badly. */
export class Turns {
  #latest: Promise<unknown> = Promise.resolve();

  take<Result>(task: () => Promise<Result>): Promise<Result> {
    const answer = this.#latest.then(task);
    this.#latest = answer.catch(() => undefined);
    return answer;
  }
}
