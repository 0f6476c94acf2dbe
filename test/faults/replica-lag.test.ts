import { afterAll, beforeAll, expect, test } from "vitest";
import { adminQuery, scratchAccount } from "../support/mysql.ts";
import { runCli, spawnCli } from "../support/run-cli.ts";
import { expectFailure } from "./failure.ts";
import { startReplica } from "./replica.ts";
import type { Replica } from "./replica.ts";
import { until } from "./until.ts";

const IMAGES = 20;
const MONITOR = { mariadb: "REPLICA MONITOR", mysql: "REPLICATION CLIENT" } as const;
const GOES_ON = /^Reading on from glance after \d+ s\.$/m;
let replica: Replica;
/** May look at the replication. */
let url = "";
let undisturbed = "";

beforeAll(async () => {
  replica = await startReplica(IMAGES);
  const { flavour } = replica.server;
  const grants = ["SELECT", `GRANT ${MONITOR[flavour]} ON *.* TO {account}`];
  ({ url } = await scratchAccount("glance", grants, { serverUrl: replica.server.url() }));
  undisturbed = (await runCli(["images", "--glance", url])).stdout;
});
afterAll(() => replica[Symbol.asyncDispose]());

function lagging(more: readonly string[] = []) {
  return spawnCli(["images", "--glance", url, "--max-lag", "1", ...more]);
}

/** MariaDB has none. */
async function uuidOf({ server }: Replica): Promise<string | null> {
  if (server.flavour === "mariadb") return null;
  const [row] = await adminQuery("SELECT @@server_uuid AS uuid", [], server.url());
  return String(row?.["uuid"]);
}

test("a replica that keeps up is read at once, and the report says where it stood", async () => {
  const result = await runCli(["images", "--glance", url, "--max-lag", "30", "-f", "json"]);
  expect(result).toMatchObject({ code: 0, stderr: expect.not.stringContaining("Waiting") });
  const { rows, audit } = JSON.parse(result.stdout);
  expect(rows).toHaveLength(IMAGES);
  const { position } = await replica.status();
  const uuid = await uuidOf(replica);
  expect(audit.databases[0].servers).toEqual([
    expect.objectContaining({
      server_id: 2,
      server_uuid: uuid,
      read_only: true,
      galera: null,
      replica: [
        {
          channel: "",
          lag_seconds: 0,
          io_running: "Yes",
          sql_running: "Yes",
          source_log_file: "source.000001",
          source_log_position: position,
        },
      ],
    }),
  ]);
});

test("a replication that is stopped is waited for", async () => {
  await replica.stop();
  const audits = [lagging(), lagging(["--consistency", "chunked"])];
  for (const audit of audits) {
    await audit.waitFor(/^Waiting to read on from glance: replication is stopped \(IO No, SQL No\)\.$/m);
  }
  await replica.start();
  for (const audit of audits) {
    expect(await audit.result).toMatchObject({ code: 0, stdout: undisturbed });
    expect(audit.stderr()).toMatch(GOES_ON);
  }
});

test("a replica that is behind is waited for", async () => {
  await replica.start(300);
  await replica.write();
  await until("a lag", async () => Number((await replica.status()).lag) > 1);
  const audit = lagging();
  await audit.waitFor(/^Waiting to read on from glance: the replica is \d+ s behind, more than 1 s\.$/m);
  await replica.start();
  expect(await audit.result).toMatchObject({ code: 0 });
  expect(audit.stderr()).toMatch(GOES_ON);
});

test("an account that may not see the replication is told which privilege it needs", async () => {
  const serverUrl = replica.server.url();
  await using blind = await scratchAccount("glance", ["SELECT"], { serverUrl });
  expectFailure(
    await runCli(["images", "--glance", blind.url, "--max-lag", "5"]),
    3,
    new RegExp(
      `^--max-lag needs to see the replication.* Grant it ${MONITOR[replica.server.flavour]} on`,
      "m",
    ),
  );
  const { stdout } = await runCli(["images", "--glance", blind.url, "-f", "json"]);
  expect(JSON.parse(stdout).audit.databases[0].servers).toMatchObject([{ server_id: 2, replica: null }]);
});
