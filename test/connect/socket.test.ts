import { connect, createServer } from "node:net";
import { userInfo } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { scratchDirectory, type ScratchDirectory } from "../faults/scratch-directory.ts";
import { fillMysqlGlance } from "../faults/seed-glance.ts";
import { adminQuery, scratchAccount } from "../support/mysql.ts";
import { runCli } from "../support/run-cli.ts";
import { startServer, type Server } from "../support/server.ts";

const resources = new AsyncDisposableStack();
let server: Server;

beforeAll(async () => {
  server = resources.use(await startServer({ args: ["--loose-plugin-load-add=auth_socket.so"] }));
  await adminQuery("CREATE DATABASE glance", [], server.url());
  await fillMysqlGlance(server.url("glance"), 3);
});
afterAll(() => resources.disposeAsync());

/** The socket file of the server, or one in front of a server in a container. */
async function socketFile(directory: ScratchDirectory): Promise<AsyncDisposable & { readonly path: string }> {
  if (server.socket !== undefined)
    return { path: server.socket, [Symbol.asyncDispose]: () => Promise.resolve() };
  const path = directory.file("my.sock");
  const listener = createServer((client) => {
    const upstream = connect(server.port, "127.0.0.1");
    client.pipe(upstream).pipe(client);
    for (const side of [client, upstream]) side.on("error", () => client.destroy());
  });
  await new Promise<void>((resolve) => {
    listener.listen(path, resolve);
  });
  return {
    path,
    [Symbol.asyncDispose]: () => new Promise((resolve) => void listener.close(() => resolve())),
  };
}

test("--socket and unix_socket reach a server by a file", async () => {
  const { user, password } = await scratchAccount("glance", ["SELECT"], { serverUrl: server.url() });
  using directory = scratchDirectory();
  await using file = await socketFile(directory);
  const { path } = file;
  const env = { MYSQL_PWD: password };
  const line = ["--glance", "mysql:///glance", "--socket", path, "--user", user];
  expect(await runCli(["summary", ...line], { env })).toMatchObject({ code: 0 });
  const url = `mysql+pymysql://${user}@db.example.org/glance?unix_socket=${path}`;
  expect(await runCli(["summary", "--glance", url], { env })).toMatchObject({ code: 0 });
});

test("who asks as himself by the socket of a server on this machine needs no password", async () => {
  const { socket, flavour } = server;
  const { username } = userInfo();
  const account = `'${username}'@'localhost'`;
  const plugin = flavour === "mysql" ? "WITH auth_socket" : "VIA unix_socket";
  await adminQuery(`CREATE USER IF NOT EXISTS ${account}`, [], server.url());
  await adminQuery(`ALTER USER ${account} IDENTIFIED ${plugin}`, [], server.url());
  await adminQuery(`GRANT SELECT ON glance.* TO ${account}`, [], server.url());
  // In a container the server has no socket here: then there is nobody to know us by it.
  const result = await runCli(["summary", "--glance", "mysql:///glance", "--socket", socket ?? "/no/socket"]);
  expect(result).toMatchObject({ code: socket === undefined ? 3 : 0 });
});
