import { randomBytes } from "node:crypto";
import { startContainer } from "./container.ts";
import { dockerAnswers } from "./docker.ts";
import { freshBuild } from "./fresh-build.ts";
import { canInstall, installServer } from "./install-server.ts";
import { adminQuery, dropLeftovers } from "./mysql.ts";
import { BUILD_FAILURE_VARIABLE, MYSQL_URL_VARIABLE, RUN_VARIABLE } from "./run-settings.ts";
import { findServerBinary } from "./server-binary.ts";
import { startProcess } from "./server-process.ts";
import { INSTALL_HINT } from "./server.ts";
import type { Server } from "./server.ts";

type Way = () => Promise<Server | undefined>;

async function localServer(): Promise<Server | undefined> {
  const binary = await findServerBinary();
  return binary && (await startProcess(binary, {}));
}

async function dockerServer(): Promise<Server | undefined> {
  return (await dockerAnswers()) ? await startContainer({}) : undefined;
}

async function installedServer(): Promise<Server | undefined> {
  if (!canInstall()) {
    return undefined;
  }
  await installServer();
  return await localServer();
}

/** One real server for the whole run. */
async function obtainServer(): Promise<Server> {
  const failures: string[] = [];
  const ways: readonly (readonly [string, Way])[] = [
    ["the server of this machine", localServer],
    ["a container", dockerServer],
    ["installing a server", installedServer],
  ];
  for (const [name, way] of ways) {
    try {
      const server = await way();
      if (server !== undefined) {
        return server;
      }
    } catch (error) {
      failures.push(`${name}: ${(error as Error).message}`);
    }
  }
  throw new Error([`The tests need a MariaDB or MySQL server. Run: ${INSTALL_HINT}`, ...failures].join("\n"));
}

async function checkGivenServer(): Promise<void> {
  try {
    await adminQuery("SELECT 1");
  } catch (error) {
    throw new Error(`the server of ${MYSQL_URL_VARIABLE} cannot be used: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Builds the program if need be, and has a server ready; both reach the tests by the environment. */
export async function setup(): Promise<() => Promise<void>> {
  const failure = await freshBuild();
  if (failure === undefined) {
    delete process.env[BUILD_FAILURE_VARIABLE];
  } else {
    process.env[BUILD_FAILURE_VARIABLE] = failure.slice(-8000);
  }
  process.env[RUN_VARIABLE] ??= `audit_test_${randomBytes(3).toString("hex")}`;
  if (process.env[MYSQL_URL_VARIABLE] !== undefined) {
    await checkGivenServer();
    return dropLeftovers;
  }
  const server = await obtainServer();
  process.env[MYSQL_URL_VARIABLE] = server.url();
  return async () => {
    delete process.env[MYSQL_URL_VARIABLE];
    await server[Symbol.asyncDispose]();
  };
}
