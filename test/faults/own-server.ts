import { adminQuery, scratchAccount } from "../support/mysql.ts";
import type { RunningCli } from "../support/run-cli.ts";
import { startServer } from "../support/server.ts";
import type { Server } from "../support/server.ts";
import { fillMysqlGlance } from "./seed-glance.ts";
import { MANY_IMAGES, whileReading } from "./while-reading.ts";

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
  await fillMysqlGlance(server.url("glance"), MANY_IMAGES);
  const { url } = await scratchAccount("glance", ["SELECT"], { serverUrl: server.url() });
  return {
    server,
    url,
    whileReading: async (audits, act) => {
      const { running, proxies } = await whileReading(url, audits, act);
      proxies.forEach((proxy) => resources.use(proxy));
      return running;
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
