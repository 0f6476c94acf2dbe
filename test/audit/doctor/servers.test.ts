import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startReplica, type Replica } from "../../faults/replica.ts";
import { fillMysqlGlance } from "../../faults/seed-glance.ts";
import { makeAuthority } from "../../support/certificates.ts";
import { startGalera, type GaleraCluster } from "../../support/galera.ts";
import { adminQuery, scratchAccount, withUrl } from "../../support/mysql.ts";
import { startServer } from "../../support/server.ts";
import { doctor, grantedDatabase, rowOf } from "./run-doctor.ts";

const IMAGES = 5;
const MONITOR = { mariadb: "REPLICA MONITOR", mysql: "REPLICATION CLIENT" } as const;
const resources = new AsyncDisposableStack();
afterAll(() => resources.disposeAsync());

describe("a replica", () => {
  let replica: Replica;
  let url = "";

  beforeAll(async () => {
    replica = resources.use(await startReplica(IMAGES));
    const { flavour } = replica.server;
    const grants = ["SELECT", `GRANT ${MONITOR[flavour]} ON *.* TO {account}`];
    ({ url } = await scratchAccount("glance", grants, { serverUrl: replica.server.url() }));
  });

  test("that keeps up is told as one", async () => {
    const report = await doctor(["--glance", url]);
    expect(report).toMatchObject({ code: 0, attention: [] });
    expect(rowOf(report, "glance", "read-only").finding).toMatch(/^ON/);
    expect(rowOf(report, "glance", "replication").finding).toBe("a replica, 0 s behind");
  });

  test("that is stopped is warned of", async () => {
    await replica.stop();
    const report = await doctor(["--glance", url]);
    expect(report).toMatchObject({ code: 0, attention: ["glance warning replication replication"] });
    expect(rowOf(report, "glance", "replication")).toMatchObject({
      finding: "a replica that is stopped or not connected (IO thread No, SQL thread No)",
      advice: expect.stringContaining("ask another server"),
    });
    await replica.start();
  });
});

describe("a Galera cluster", () => {
  let cluster: GaleraCluster;
  let url = "";

  beforeAll(async () => {
    cluster = resources.use(
      await startGalera(async (serverUrl) => {
        await adminQuery("CREATE DATABASE glance CHARACTER SET utf8mb3", [], serverUrl);
        await fillMysqlGlance(withUrl(serverUrl, { database: "glance" }), IMAGES);
        ({ url } = await scratchAccount("glance", ["SELECT"], { serverUrl }));
      }),
    );
  });

  test("is told with the state of the node", async () => {
    const report = await doctor(["--glance", withUrl(url, { port: cluster.nodes[1].port })]);
    expect(report).toMatchObject({ code: 0, attention: [] });
    expect(rowOf(report, "glance", "galera").finding).toBe("Primary, Synced, 3 nodes");
  });

  test("a node that gives its data to another is warned of", async () => {
    const [, , third] = cluster.nodes;
    await adminQuery("SET GLOBAL wsrep_desync = ON", [], third.url());
    const report = await doctor(["--glance", withUrl(url, { port: third.port })]);
    expect(report).toMatchObject({ code: 0, attention: ["glance warning galera galera"] });
    expect(rowOf(report, "glance", "galera").finding).toMatch(/^Primary, Donor\/Desynced, 3 nodes$/);
  });
});

test("a server that is read-only, and encrypts", async () => {
  const authority = makeAuthority("authority of a test");
  const { cert, key } = authority.certify(["IP:127.0.0.1"]);
  const server = resources.use(
    await startServer({
      args: ["--ssl-ca={dir}/ca.pem", "--ssl-cert={dir}/cert.pem", "--ssl-key={dir}/key.pem"],
      files: { "ca.pem": authority.cert, "cert.pem": cert, "key.pem": key },
    }),
  );
  const glance = await grantedDatabase("glance", undefined, server.url());
  await adminQuery("SET GLOBAL read_only = ON", [], server.url());
  const report = await doctor(["--glance", glance.url, "--ssl-mode", "REQUIRED"]);
  expect(report).toMatchObject({ code: 0, attention: [] });
  expect(rowOf(report, "glance", "read-only").finding).toMatch(/^ON/);
  expect(rowOf(report, "glance", "encryption").finding).toMatch(/^TLSv1\.[23], \S+$/);
  const plain = await doctor(["--glance", glance.url, "--ssl-mode", "DISABLED"]);
  expect(rowOf(plain, "glance", "encryption").finding).toBe("none, on this machine");
});
