import { createConnection } from "mysql2/promise";
import { adminQuery, dropDatabase, sharedServerUrl, withUrl } from "../support/mysql.ts";
import { RUN_VARIABLE } from "../support/run-settings.ts";
import { fillMysqlGlance } from "./seed-glance.ts";

/**
 * The name of one glance database of many pages. All files of a run share it and only read it: whoever comes
 * first fills it. It goes with the other leftovers of the run.
 */
export async function sharedGlance(): Promise<string> {
  const database = `${process.env[RUN_VARIABLE] ?? "audit_test"}_faults_glance`;
  const turn = await createConnection({ uri: sharedServerUrl() });
  try {
    await turn.query("SELECT GET_LOCK(?, 120)", [database]);
    const found = await adminQuery("SHOW DATABASES LIKE ?", [database.replaceAll("_", "\\_")]);
    if (found.length === 0) await make(database);
  } finally {
    turn.destroy();
  }
  return database;
}

async function make(database: string): Promise<void> {
  await adminQuery(`CREATE DATABASE \`${database}\` CHARACTER SET utf8mb3`);
  try {
    await fillMysqlGlance(withUrl(sharedServerUrl(), { database }));
  } catch (error) {
    await dropDatabase(database);
    throw error;
  }
}
