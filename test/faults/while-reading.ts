import { startProxy } from "../support/proxy.ts";
import type { FaultProxy, QueryFate } from "../support/proxy.ts";
import { spawnCli } from "../support/run-cli.ts";
import type { RunningCli } from "../support/run-cli.ts";
import { atPages } from "./route.ts";

/** Late enough for rows to come before it, and early enough for others to come after it. */
const PAGE = { snapshot: 4, chunked: 13 } as const;
/** Three statements of a listing: a snapshot asks for thousands of images at once. */
export const MANY_IMAGES = 12_000;

export interface DisturbedAudits {
  readonly running: RunningCli[];
  /** Through which they read; to be closed when they have ended. */
  readonly proxies: readonly FaultProxy[];
}

/**
 * Starts audits of a glance, and does something when each of them has asked for a page in its middle.
 * @param more what follows the way to the database in their URL, as other hosts
 */
export async function whileReading(
  url: string,
  audits: readonly (readonly string[])[],
  act: () => Promise<void>,
  more: (url: string) => string = (proxied) => proxied,
): Promise<DisturbedAudits> {
  const acted = Promise.withResolvers<void>();
  const started = await Promise.all(
    audits.map(async (args) => {
      const proxy = await startProxy(url);
      const asked = Promise.withResolvers<void>();
      const page = PAGE[args.includes("chunked") ? "chunked" : "snapshot"];
      atPages(proxy, [page], async (): Promise<QueryFate> => {
        asked.resolve();
        await acted.promise;
        return "forward";
      });
      const cli = spawnCli(["images", "--glance", more(proxy.url()), ...args]);
      await Promise.race([asked.promise, cli.result]);
      return { cli, proxy };
    }),
  );
  await act();
  acted.resolve();
  return { running: started.map(({ cli }) => cli), proxies: started.map(({ proxy }) => proxy) };
}
