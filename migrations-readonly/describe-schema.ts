import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { Kysely, SqliteDialect, type SqliteStatement } from "kysely";
import type { Up } from "./engine.ts";
import { sqliteSchemaFacts, type SchemaFacts } from "./schema-facts.ts";

/**
 * What a schema consists of that `build` makes, without any database of the user's: it is built in memory, described
 * and forgotten.
 */
export async function describeInMemory(build: Up): Promise<SchemaFacts> {
  const database = new DatabaseSync(":memory:");
  const db = new Kysely<unknown>({
    dialect: new SqliteDialect({
      database: { close: () => database.close(), prepare: (sql) => statementOf(database, sql) },
    }),
  });
  try {
    await build(db, "sqlite");
    return await sqliteSchemaFacts(db);
  } finally {
    await db.destroy();
  }
}

function statementOf(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...bind(parameters)),
    run: (parameters) => statement.run(...bind(parameters)),
    iterate: (parameters) => statement.iterate(...bind(parameters)),
  };
}

function bind(parameters: readonly unknown[]): SQLInputValue[] {
  return [...parameters] as SQLInputValue[];
}
