import { setTimeout as sleep } from "node:timers/promises";
import { createConnection } from "mysql2/promise";

/** A server that refuses us (TLS required, for one) is up. */
function isRefusal(error: unknown): boolean {
  return typeof (error as { sqlState?: unknown }).sqlState === "string";
}

/** Waits until the server takes queries. `failure` is asked at every turn: a text ends the waiting. */
export async function awaitServer(
  url: string,
  timeoutMs: number,
  failure: () => string | undefined = () => undefined,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    try {
      const connection = await createConnection({ uri: url, connectTimeout: 5000 });
      await connection.query("SELECT 1");
      await connection.end();
      return;
    } catch (error) {
      if (isRefusal(error)) {
        return;
      }
      const reason = failure();
      if (reason !== undefined || Date.now() > deadline) {
        throw new Error(reason ?? `no answer within ${timeoutMs} ms: ${String(error)}`, { cause: error });
      }
    }
    await sleep(25);
  }
}
