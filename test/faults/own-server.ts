import { adminQuery, scratchAccount } from "../support/mysql.ts";
import { startProxy } from "../support/proxy.ts";
import type { QueryFate } from "../support/proxy.ts";
import { spawnCli } from "../support/run-cli.ts";
import type { RunningCli } from "../support/run-cli.ts";
import { startServer } from "../support/server.ts";
import type { Server } from "../support/server.ts";
import { atPages } from "./route.ts";
import { fillMysqlGlance } from "./seed-glance.ts";

/** Late enough for rows to be printed before it, in either way of reading. */
const PAGE = 13;

/** A server that may be stopped and killed, with a glance of many pages. */
export interface OwnServer extends AsyncDisposable {
  readonly server: Server;
  /** The glance, for an account that can only read it. */
  readonly url: string;
  /** Starts audits, and does something to the server when each of them has asked for its page. */
  whileReading(audits: readonly (readonly string[])[], act: () => Promise<void>): Promise<RunningCli[]>;
}

export async function ownServer(): Promise<OwnServer> {
  const resources = new AsyncDisposableStack();
  const server = resources.use(await startServer());
  await adminQuery("CREATE DATABASE glance", [], server.url());
  await fillMysqlGlance(server.url("glance"));
  const { url } = await scratchAccount("glance", ["SELECT"], { serverUrl: server.url() });
  const startUntilItsPage = async (more: readonly string[], acted: Promise<void>): Promise<RunningCli> => {
    const proxy = resources.use(await startProxy(url));
    const asked = Promise.withResolvers<void>();
    atPages(proxy, [PAGE], async (): Promise<QueryFate> => {
      asked.resolve();
      await acted;
      return "forward";
    });
    const cli = spawnCli(["images", "--glance", proxy.url(), ...more]);
    await Promise.race([asked.promise, cli.result]);
    return cli;
  };
  return {
    server,
    url,
    whileReading: async (audits, act) => {
      const acted = Promise.withResolvers<void>();
      const running = await Promise.all(audits.map((more) => startUntilItsPage(more, acted.promise)));
      await act();
      acted.resolve();
      return running;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
