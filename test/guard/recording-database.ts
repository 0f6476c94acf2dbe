import { Kysely, type QueryCompiler } from "kysely";
import { GuardedConnection } from "../../src/guard/guarded-connection.ts";
import type { RawConnection, RawResult, SqlValue } from "../../src/guard/raw-connection.ts";
import { compilerFor, readOnlyDialect, type Engine } from "../../src/guard/read-only-dialect.ts";
import type { WritableDb } from "../support/sqlite.ts";

interface Sent {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** A guarded connection whose server only takes note. */
export interface RecordingDatabase {
  readonly guarded: GuardedConnection;
  /** Without the read-only types: what a program could do that works its way around them. */
  readonly db: WritableDb;
  /** What the server got, in order. */
  readonly sent: readonly Sent[];
}

/**
 * @param answer what the server says to every statement
 * @param compileQuery another compiler than the engine's
 */
export function recordingDatabase(
  engine: Engine,
  answer: RawResult = { columns: [], rows: [] },
  compileQuery?: QueryCompiler["compileQuery"],
): RecordingDatabase {
  const sent: Sent[] = [];
  const raw: RawConnection = {
    async query(sql, parameters) {
      sent.push({ sql, parameters });
      return answer;
    },
    async *pages(sql, parameters) {
      sent.push({ sql, parameters });
      yield answer.rows;
    },
    async close() {},
  };
  const guarded = new GuardedConnection(raw, compileQuery ? { compileQuery } : compilerFor(engine));
  return { guarded, db: new Kysely({ dialect: readOnlyDialect(engine, guarded) }), sent };
}
