import { sharedServerUrl, withConnection, type Row } from "./mysql.ts";

/** One line of the general log. */
export interface LoggedStatement {
  readonly user: string;
  readonly connectionId: number;
  readonly command: "Query" | "Prepare" | "Execute";
  readonly sql: string;
}

const LOG_LOCK = "audit_test_general_log";

/**
 * What the server was told while `run` ran, in order, by every connection but the observer's. The server is
 * shared: filter by the user of an account of the test's own. One test at a time observes.
 */
export async function withGeneralLog(
  run: () => Promise<unknown>,
  serverUrl: string = sharedServerUrl(),
): Promise<LoggedStatement[]> {
  return await withConnection(serverUrl, async (observer) => {
    await observer.query("SELECT GET_LOCK(?, 300)", [LOG_LOCK]);
    const [[before]] = (await observer.query(
      "SELECT @@global.general_log AS wasOn, @@global.log_output AS output",
    )) as unknown as [Row[]];
    await observer.query("SET GLOBAL general_log = OFF");
    await observer.query("SET GLOBAL log_output = 'TABLE'");
    await observer.query("TRUNCATE mysql.general_log");
    await observer.query("SET GLOBAL general_log = ON");
    try {
      await run();
    } finally {
      await observer.query("SET GLOBAL general_log = OFF");
    }
    const [rows] = (await observer.query(
      `SELECT user_host, thread_id, command_type, CONVERT(argument USING utf8mb4) AS argument
       FROM mysql.general_log
       WHERE command_type IN ('Query', 'Prepare', 'Execute') AND thread_id <> CONNECTION_ID()`,
    )) as unknown as [Row[]];
    await observer.query("SET GLOBAL log_output = ?", [before?.["output"]]);
    await observer.query("SET GLOBAL general_log = ?", [before?.["wasOn"]]);
    return rows.map((row) => ({
      user: String(row["user_host"]).replace(/\[.*$/s, ""),
      connectionId: Number(row["thread_id"]),
      command: row["command_type"],
      sql: String(row["argument"]),
    }));
  });
}
