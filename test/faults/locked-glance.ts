import { createConnection } from "mysql2/promise";
import { spawnCli } from "../support/run-cli.ts";
import type { RunningCli } from "../support/run-cli.ts";
import { connectionsOf } from "./route.ts";
import type { Route, RunningStatement } from "./route.ts";
import { seedGlance } from "./seed-glance.ts";
import { until } from "./until.ts";

/** A small glance whose properties somebody has locked for good: every audit of it waits for them. */
export async function lockedGlance(): Promise<{ readonly database: string } & AsyncDisposable> {
  const resources = new AsyncDisposableStack();
  const glance = resources.use(await seedGlance(20));
  const holder = resources.adopt(await createConnection({ uri: glance.url }), (connection) =>
    connection.end(),
  );
  await holder.query("LOCK TABLES image_properties WRITE");
  return { database: glance.database, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** An audit whose statement hangs on the server. */
export interface WaitingAudit {
  readonly cli: RunningCli;
  readonly statement: RunningStatement;
}

/** Starts `images` on a locked glance and waits until its statement hangs. */
export async function startWaiting(route: Route, args: readonly string[]): Promise<WaitingAudit> {
  const cli = spawnCli(["images", "--glance", route.url, ...args]);
  let statement: RunningStatement | undefined;
  await until("a statement that waits for the lock", async () => {
    if (cli.child.exitCode !== null) throw new Error(`the audit did not wait: ${cli.stderr()}`);
    statement = (await connectionsOf(route.account)).find(({ sql }) =>
      /^select .*image_properties/s.test(sql),
    );
    return statement !== undefined;
  });
  return { cli, statement: statement! };
}

/** Soon after the program is gone the server runs nothing more of ours. */
export async function expectNothingRuns({ account }: Route): Promise<void> {
  await until("no connection of ours", async () => (await connectionsOf(account)).length === 0, 2000);
}
