import {
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
} from "kysely";
import { RefusedStatementError } from "./refusal.ts";

/** The SQL dialect a database speaks; MariaDB speaks MySQL's. */
export type Engine = "mysql" | "sqlite";

/** A compiler of the engine's SQL. */
export function compilerFor(engine: Engine): MysqlQueryCompiler | SqliteQueryCompiler {
  return engine === "mysql" ? new MysqlQueryCompiler() : new SqliteQueryCompiler();
}

/** A Kysely dialect over one guarded connection. It has no transactions: the session decides the read view. */
export function readOnlyDialect(engine: Engine, connection: DatabaseConnection): Dialect {
  return {
    createAdapter: () => (engine === "mysql" ? new MysqlAdapter() : new SqliteAdapter()),
    createDriver: () => new ReadOnlyDriver(connection),
    createIntrospector: (db) => (engine === "mysql" ? new MysqlIntrospector(db) : new SqliteIntrospector(db)),
    createQueryCompiler: () => compilerFor(engine),
  };
}

class ReadOnlyDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async beginTransaction(): Promise<void> {
    throw new RefusedStatementError("a transaction of its own");
  }

  async commitTransaction(): Promise<void> {}

  async rollbackTransaction(): Promise<void> {}

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}
