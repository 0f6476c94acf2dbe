import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { galeraStatus, startGalera } from "../support/galera.ts";
import type { GaleraCluster } from "../support/galera.ts";
import { adminQuery, scratchAccount, withUrl } from "../support/mysql.ts";
import { runCli } from "../support/run-cli.ts";
import type { RunningCli } from "../support/run-cli.ts";
import type { Server } from "../support/server.ts";
import { expectFailure } from "./failure.ts";
import { fillMysqlGlance } from "./seed-glance.ts";
import { until } from "./until.ts";
import { MANY_IMAGES, whileReading } from "./while-reading.ts";

const CHUNKED = ["--consistency", "chunked", "-f", "json"];
/** A node that hears nothing of the others waits five seconds before it believes it. */
const SUSPICION_MS = 30_000;
const resources = new AsyncDisposableStack();
let cluster: GaleraCluster;
/** The glance as the first node gives it, for an account that can only read. */
let url = "";
let undisturbed = "";

beforeAll(async () => {
  cluster = resources.use(
    await startGalera(async (serverUrl) => {
      await adminQuery("CREATE DATABASE glance CHARACTER SET utf8mb3", [], serverUrl);
      await fillMysqlGlance(withUrl(serverUrl, { database: "glance" }), MANY_IMAGES);
      ({ url } = await scratchAccount("glance", ["SELECT"], { serverUrl }));
    }),
  );
  url = urlOf(cluster.nodes[0]);
  undisturbed = JSON.stringify(
    JSON.parse((await runCli(["images", "--glance", url, "-f", "json"])).stdout).rows,
  );
});
afterAll(() => resources.disposeAsync());

function urlOf({ port }: Server): string {
  return withUrl(url, { port });
}

/** Audits through one node, and another as the next host of the URL. */
async function throughOne(
  node: Server,
  next: Server,
  audits: readonly (readonly string[])[],
  act: () => Promise<void>,
): Promise<RunningCli[]> {
  const withNext = (proxied: string) => proxied.replace("/glance", `,127.0.0.1:${next.port}/glance`);
  const { running, proxies } = await whileReading(urlOf(node), audits, act, withNext);
  proxies.forEach((proxy) => resources.use(proxy));
  return running;
}

async function expectWholeFromBoth(audit: RunningCli, servers: readonly number[]): Promise<void> {
  const { code, stdout, stderr } = await audit.result;
  expect([code, stderr]).toEqual([0, expect.stringMatching(/^Connection lost; reconnecting in/m)]);
  const { rows, audit: record } = JSON.parse(stdout);
  expect(JSON.stringify(rows)).toBe(undisturbed);
  const found = record.databases[0].servers;
  expect(found.map((server: { server_id: number }) => server.server_id)).toEqual(servers);
  for (const { galera } of found) {
    expect(galera).toMatchObject({
      ready: true,
      cluster_uuid: found[0].galera.cluster_uuid,
      cluster_status: "Primary",
      node_state: "Synced",
    });
  }
}

describe("a node that leaves its cluster", () => {
  test("counts as lost: a snapshot ends, chunked goes on through the next host", async () => {
    const [, second, third] = cluster.nodes;
    const [snapshot, chunked] = await throughOne(third, second, [["-f", "json"], CHUNKED], async () => {
      await adminQuery("SET GLOBAL wsrep_provider_options = 'gmcast.isolate=1'", [], third.url());
      await until(
        "a node that is not ready",
        async () => (await galeraStatus(third))["wsrep_ready"] === "OFF",
        SUSPICION_MS,
      );
    });
    const printed = await snapshot!.result;
    expectFailure(
      printed,
      4,
      /was lost while reading \(WSREP has not yet prepared node.*--consistency chunked/,
    );
    expect(JSON.parse(printed.stdout).audit).toMatchObject({ complete: false });
    await expectWholeFromBoth(chunked!, [3, 2]);
  });

  test("is not begun with: the next host is asked, and without one that is said", async () => {
    const [, second, third] = cluster.nodes;
    const alone = await runCli(["images", "--glance", urlOf(third)]);
    expectFailure(
      alone,
      3,
      /node of the Galera cluster is not ready \(wsrep_ready is OFF, .* Ask another node/,
    );
    const both = urlOf(third).replace("/glance", `,127.0.0.1:${second.port}/glance`);
    const { code, stdout } = await runCli(["images", "--glance", both, "-f", "json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).audit.databases[0].servers).toMatchObject([{ server_id: 2 }]);
  });
});

test("a node that dies: a snapshot ends, chunked goes on through the next host", async () => {
  const [first, second] = cluster.nodes;
  const [snapshot, chunked] = await throughOne(first, second, [["-f", "json"], CHUNKED], () => first.kill9());
  const printed = await snapshot!.result;
  expectFailure(printed, 4, /was lost while reading .*--consistency chunked/);
  expect(JSON.parse(printed.stdout).audit).toMatchObject({
    complete: false,
    reason: expect.stringMatching(/was lost/),
  });
  await expectWholeFromBoth(chunked!, [1, 2]);
});
