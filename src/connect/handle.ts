import type { ReadonlyQueryCreator } from "kysely/readonly";
import type { HasOperationNode } from "../guard/guarded-connection.ts";
import type { Rows } from "../guard/raw-connection.ts";
import type { Engine } from "../guard/read-only-dialect.ts";
import type { Probe } from "../guard/statements.ts";
import type { ServerIdentity } from "./server-identity.ts";
import type { Shape } from "./shape.ts";

export type Service = "glance" | "nova" | "nova-api" | "cinder" | "keystone";

/** Where an audit read from, without any secret. */
export interface ReadFrom {
  readonly service: string;
  readonly engine: "mysql" | "mariadb" | "sqlite";
  readonly version: string;
  readonly where: string;
  readonly started_at: string;
  /** The servers that answered, in turn: more than one where a lost connection led to another. */
  readonly servers: readonly ServerIdentity[];
}

/**
 * A database that can only be read. The literal `service` keeps handles of different services apart, which
 * Kysely's own read-only types do not.
 */
export interface Handle<S extends Service, Tables> {
  readonly service: S;
  readonly engine: Engine;
  readonly about: ReadFrom;
  /** The tables, columns and indexes that this release has. */
  readonly shape: Shape;
  readonly db: ReadonlyQueryCreator<Tables>;
  /** Rows as arrays in selection order: the fast way for whole tables. */
  readArrays(query: HasOperationNode): Promise<Rows>;
  /**
   * The same for a query that brings thousands of rows: some hundreds at a time, as they arrive. A server is
   * asked at once, so that it works while the rows of the query before are still being looked at.
   */
  readPages(query: HasOperationNode): AsyncIterable<Rows>;
  /** How the database would run a query: the rows of EXPLAIN, or of SQLite's EXPLAIN QUERY PLAN. */
  explain(query: HasOperationNode): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Asks the server one of the constant questions. */
  probe(name: Probe): Promise<Rows>;
  close(): Promise<void>;
}
