import { writeFileSync } from "node:fs";
import { connect, createServer, type AddressInfo } from "node:net";
import { createConnection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectFailure } from "../faults/failure.ts";
import { scratchDirectory, type ScratchDirectory } from "../faults/scratch-directory.ts";
import { fillMysqlGlance } from "../faults/seed-glance.ts";
import { until } from "../faults/until.ts";
import { makeAuthority } from "../support/certificates.ts";
import { adminQuery, scratchAccount, withUrl, type ScratchAccount } from "../support/mysql.ts";
import { runCli, spawnCli, type CliResult } from "../support/run-cli.ts";
import { startServer, type Server, type ServerOptions } from "../support/server.ts";
import { findServerBinary } from "../support/server-binary.ts";

const AUTHORITY = makeAuthority("authority of a test");
const STRANGER = makeAuthority("another authority");
const OUR_OWN = AUTHORITY.certify(["DNS:client"]);
/** Accounts may be asked for TLS: then whoever is let in has encrypted. */
const ENCRYPTED_ONLY = "ALTER USER {account} REQUIRE SSL";

/** Capability flag of a client that asks for TLS. */
const CLIENT_SSL = 0x800;

/** What tells the servers from one another: the certificate that they show. */
const CERTIFICATES = {
  good: AUTHORITY.certify(["DNS:localhost", "IP:127.0.0.1"]),
  otherHost: AUTHORITY.certify(["DNS:db.example.org", "IP:127.0.0.2"]),
  onlyName: AUTHORITY.certify(["DNS:localhost"]),
  expired: AUTHORITY.certify(["DNS:localhost", "IP:127.0.0.1"], -1),
} as const;
type Name = keyof typeof CERTIFICATES | "plain";

interface TestedServer {
  readonly server: Server;
  /** Lets in whoever knows the password. */
  readonly anyhow: ScratchAccount;
  /** Lets nobody in without TLS. */
  readonly encrypted: ScratchAccount;
}

const resources = new AsyncDisposableStack();
const servers = new Map<Name, TestedServer>();
let files: ScratchDirectory;

beforeAll(async () => {
  files = resources.adopt(scratchDirectory(), (directory) => directory[Symbol.dispose]());
  const texts = { ca: AUTHORITY.cert, stranger: STRANGER.cert, cert: OUR_OWN.cert, key: OUR_OWN.key };
  for (const [name, text] of Object.entries(texts)) writeFileSync(files.file(`${name}.pem`), text);
  writeFileSync(files.file("no.pem"), "not a certificate");
  for (const name of [...Object.keys(CERTIFICATES), "plain"] as Name[]) {
    servers.set(name, await startTested(name));
  }
}, 120_000);
afterAll(() => resources.disposeAsync());

async function startTested(name: Name): Promise<TestedServer> {
  const server = resources.use(await startServer(name === "plain" ? await withoutTls() : withTls(name)));
  const serverUrl = server.url();
  await adminQuery("CREATE DATABASE glance", [], serverUrl);
  await fillMysqlGlance(server.url("glance"), 20);
  const anyhow = await scratchAccount("glance", ["SELECT"], { serverUrl });
  const encrypted = await scratchAccount("glance", ["SELECT", ENCRYPTED_ONLY], { serverUrl });
  return { server, anyhow, encrypted };
}

function withTls(name: keyof typeof CERTIFICATES): ServerOptions {
  const { cert, key } = CERTIFICATES[name];
  return {
    args: ["--ssl-ca={dir}/ca.pem", "--ssl-cert={dir}/cert.pem", "--ssl-key={dir}/key.pem"],
    files: { "ca.pem": AUTHORITY.cert, "cert.pem": cert, "key.pem": key },
  };
}

/** MySQL has had no other way to turn it off since 8.4, and MariaDB turns it on by itself since 11.4. */
async function withoutTls(): Promise<ServerOptions> {
  return { args: [(await findServerBinary())?.flavour === "mysql" ? "--tls-version=" : "--skip-ssl"] };
}

interface Attempt {
  readonly server: Name;
  readonly account?: "anyhow" | "encrypted";
  readonly host?: "localhost" | "127.0.0.1";
  /** `{dir}` stands for the directory of the files. */
  readonly args: readonly string[];
}

function argumentsOf({ server, account = "encrypted", host = "127.0.0.1", args }: Attempt): {
  readonly args: string[];
  readonly password: string;
} {
  const { server: tested, [account]: reader } = servers.get(server)!;
  const place = ["--glance", "mysql:///glance", "--host", host, "--port", String(tested.port)];
  const own = args.map((arg) => arg.replaceAll("{dir}", files.path));
  return { args: [...place, "--user", reader.user, ...own], password: reader.password };
}

function attempt(what: Attempt): Promise<CliResult> {
  const { args, password } = argumentsOf(what);
  return runCli(["summary", ...args], { env: { MYSQL_PWD: password } });
}

const CA = ["--ssl-ca", "{dir}/ca.pem"];
const STRANGE_CA = ["--ssl-ca", "{dir}/stranger.pem"];
const mode = (name: string, ...more: readonly string[]) => ["--ssl-mode", name, ...more];

const LET_IN: readonly (readonly [string, Attempt])[] = [
  ["by default, encrypted", { server: "good", args: [] }],
  ["by default, where there is no TLS", { server: "plain", account: "anyhow", args: [] }],
  ["PREFERRED, whatever the certificate", { server: "expired", args: mode("PREFERRED") }],
  ["REQUIRED, whatever the certificate", { server: "expired", args: mode("REQUIRED", ...STRANGE_CA) }],
  ["REQUIRED, whoever it is for", { server: "otherHost", args: mode("required") }],
  ["VERIFY_CA, whoever it is for", { server: "otherHost", args: mode("VERIFY_CA", ...CA) }],
  ["a CA alone means VERIFY_CA", { server: "otherHost", args: CA }],
  ["VERIFY_IDENTITY by address", { server: "good", args: mode("VERIFY_IDENTITY", ...CA) }],
  [
    "VERIFY_IDENTITY by name",
    { server: "onlyName", host: "localhost", args: mode("VERIFY_IDENTITY", ...CA) },
  ],
  ["DISABLED, unencrypted", { server: "good", account: "anyhow", args: mode("DISABLED", ...STRANGE_CA) }],
];

describe.concurrent("let in", () => {
  test.each(LET_IN)("%s", async (_, what) => {
    expect(await attempt(what)).toMatchObject({ code: 0 });
  });

  test("with a certificate of our own, where the account asks for one", async () => {
    const { server } = servers.get("good")!;
    const grants = ["SELECT", "ALTER USER {account} REQUIRE X509"];
    await using known = await scratchAccount("glance", grants, { serverUrl: server.url() });
    const place = ["--glance", known.url, ...mode("VERIFY_CA", "--ssl-ca", files.file("ca.pem"))];
    const own = ["--ssl-cert", files.file("cert.pem"), "--ssl-key", files.file("key.pem")];
    expect(await runCli(["summary", ...place, ...own])).toMatchObject({ code: 0 });
    expectFailure(await runCli(["summary", ...place]), 3, /the account or its password is wrong/);
  });
});

const REFUSED: readonly (readonly [string, Attempt, RegExp])[] = [
  ["DISABLED", { server: "good", args: mode("DISABLED") }, /the account or its password is wrong/],
  [
    "REQUIRED, without TLS",
    { server: "plain", args: mode("REQUIRED") },
    /the server does not offer TLS\. Give/,
  ],
  ["VERIFY_CA, without TLS", { server: "plain", args: mode("VERIFY_CA", ...CA) }, /does not offer TLS/],
  ["a CA alone, without TLS", { server: "plain", args: CA }, /does not offer TLS/],
  [
    "VERIFY_CA",
    { server: "good", args: mode("VERIFY_CA", ...STRANGE_CA) },
    /not signed by the CA .* Check --ssl-ca/,
  ],
  ["VERIFY_CA, expired", { server: "expired", args: CA }, /certificate is out of date .* Have it renewed/],
  [
    "VERIFY_IDENTITY, another authority",
    { server: "good", args: mode("VERIFY_IDENTITY", ...STRANGE_CA) },
    /not signed by the CA/,
  ],
  [
    "VERIFY_IDENTITY, another address",
    { server: "otherHost", args: mode("VERIFY_IDENTITY", ...CA) },
    /certificate is for another host .* Connect by a name that it has/,
  ],
  [
    "VERIFY_IDENTITY, another name",
    { server: "otherHost", host: "localhost", args: mode("VERIFY_IDENTITY", ...CA) },
    /certificate is for another host/,
  ],
  [
    "VERIFY_IDENTITY by address, where only a name is certified",
    { server: "onlyName", args: mode("VERIFY_IDENTITY", ...CA) },
    /certificate is for another host/,
  ],
];

test.concurrent.each(REFUSED)("glance cannot be used: %s", async (_, what, why) => {
  expectFailure(await attempt(what), 3, why);
});

const MISTAKEN: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["VERIFY_CA without a CA", mode("VERIFY_CA"), /VERIFY_CA \(--ssl-mode\) needs a CA .* Give --ssl-ca/],
  [
    "a CA that is not there",
    ["--ssl-ca", "{dir}/none"],
    /none for ssl-ca cannot be read: there is no such file/,
  ],
  ["a CA that is none", ["--ssl-ca", "{dir}/no.pem", "--ssl-mode", "VERIFY_CA"], /no\.pem, cannot be used/],
  ["a key without its certificate", ["--ssl-key", "{dir}/key.pem"], /--ssl-cert and --ssl-key go together/],
];

test.concurrent.each(MISTAKEN)("wrong usage: %s", async (_, args, why) => {
  expectFailure(await attempt({ server: "good", args }), 2, why);
});

/** A network that spoils TLS: whoever asks for it gets an answer that is none. */
async function spoilTls(port: number): Promise<AsyncDisposable & { readonly port: number }> {
  const listener = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    for (const side of [client, upstream]) side.on("error", () => side.destroy());
    upstream.on("data", (chunk) => client.write(chunk));
    client.on("close", () => upstream.destroy());
    client.once("data", (answer) => {
      if ((answer.readUInt32LE(4) & CLIENT_SSL) !== 0) {
        upstream.destroy();
        client.end("This is no TLS.");
      } else {
        upstream.write(answer);
        client.on("data", (chunk) => upstream.write(chunk));
      }
    });
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, "127.0.0.1", resolve);
  });
  const { port: own } = listener.address() as AddressInfo;
  return {
    port: own,
    [Symbol.asyncDispose]: () => new Promise((resolve) => void listener.close(() => resolve())),
  };
}

test("PREFERRED does without TLS where it cannot come about, REQUIRED does not", async () => {
  const { server, anyhow } = servers.get("good")!;
  await using network = await spoilTls(server.port);
  const place = ["--glance", withUrl(anyhow.url, { host: "127.0.0.1", port: network.port })];
  expect(await runCli(["summary", ...place])).toMatchObject({ code: 0 });
  const why = /no encrypted connection came about .* Check the TLS settings on both sides/;
  expectFailure(await runCli(["summary", ...place, ...mode("REQUIRED")]), 3, why);
});

test("a statement is stopped through TLS as well", async () => {
  const { server, encrypted } = servers.get("good")!;
  const { args, password } = argumentsOf({ server: "good", args: mode("VERIFY_CA", ...CA) });
  const running = async (): Promise<number> => {
    const found = await adminQuery(
      "SELECT id FROM information_schema.processlist WHERE user = ? AND info LIKE 'select%'",
      [encrypted.user],
      server.url(),
    );
    return found.length;
  };
  await using locked = await lockProperties(server);
  const cli = spawnCli(["images", ...args], { env: { MYSQL_PWD: password } });
  await until("a statement that waits for the lock", async () => (await running()) > 0);
  cli.child.kill("SIGINT");
  expect(await cli.result).toMatchObject({ code: 130, stderr: "Stopped by SIGINT.\n" });
  await until("nothing of ours runs", async () => (await running()) === 0, 2000);
  expect(locked.held).toBe(true);
});

/** Somebody holds the properties, so that whoever reads them waits. */
async function lockProperties(server: Server): Promise<AsyncDisposable & { readonly held: boolean }> {
  const holder = await createConnection({ uri: server.url("glance") });
  await holder.query("LOCK TABLES image_properties WRITE");
  return { held: true, [Symbol.asyncDispose]: () => holder.end() };
}
