/** Asks about the next page before it hands one over, so that the server has work while the client has. */
export async function* ahead<Page, Told>(
  pages: AsyncIterable<Page> | Iterable<Page>,
  ask: (page: Page) => Promise<Told>,
): AsyncGenerator<Told> {
  let latest: Promise<Told> | undefined;
  for await (const page of pages) {
    const told = ask(page);
    // Whoever waits for it gets the failure.
    told.catch(() => undefined);
    if (latest !== undefined) yield await latest;
    latest = told;
  }
  if (latest !== undefined) yield await latest;
}
