import type {
  CompiledQuery,
  DatabaseConnection,
  OperationNode,
  QueryCompiler,
  QueryId,
  QueryResult,
} from "kysely";
import { admit } from "./admit.ts";
import type { Engine } from "./read-only-dialect.ts";
import type { RawConnection, RawResult, Rows, SqlValue } from "./raw-connection.ts";
import { RefusedStatementError } from "./refusal.ts";
import {
  EXPLAIN,
  PROBES,
  globalStatus,
  lockWaitTimeout,
  statementTimeout,
  type Probe,
} from "./statements.ts";

/** What a query builder of Kysely offers: its tree. */
export interface HasOperationNode {
  toOperationNode(): OperationNode;
}

const FIRST_WORDS = /^(SELECT|SHOW|EXPLAIN|SET SESSION|START TRANSACTION|BEGIN|ROLLBACK)\b/i;
const QUERY_ID: QueryId = { queryId: "glance-audit" };

/**
 * The only way to a database. It compiles a copy of what it has judged and ignores SQL text that came
 * with it, so a forged query cannot show one thing and send another.
 */
export class GuardedConnection implements DatabaseConnection {
  readonly #raw: RawConnection;
  readonly #compiler: QueryCompiler;

  constructor(raw: RawConnection, compiler: QueryCompiler) {
    this.#raw = raw;
    this.#compiler = compiler;
  }

  /** Kysely's way in: rows as objects. */
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return { rows: records(await this.#read(query.query)) as R[] };
  }

  /** The fast way for whole tables: the same query, judged the same way, rows as arrays in selection order. */
  async readArrays(query: HasOperationNode): Promise<Rows> {
    return (await this.#read(query.toOperationNode())).rows;
  }

  /** The same for a query that brings thousands of rows: some hundreds at a time, as they arrive. */
  readPages(query: HasOperationNode): AsyncIterable<Rows> {
    const { sql, parameters } = this.#judge(query.toOperationNode());
    return this.#raw.pages(sql, parameters);
  }

  /** How the server would run a query: as judged and compiled as if it were to be run. */
  async explain(
    engine: Engine,
    query: HasOperationNode,
  ): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { sql, parameters } = this.#judge(query.toOperationNode());
    return records(await this.#raw.query(`${EXPLAIN[engine]} ${sql}`, parameters));
  }

  /** Sends one of the constant statements. */
  async probe(name: Probe): Promise<Rows> {
    return (await this.#probe(name)).rows;
  }

  /** The same where the server decides which columns there are. */
  async probeRecords(name: Probe): Promise<readonly Readonly<Record<string, unknown>>[]> {
    return records(await this.#probe(name));
  }

  /** Counters of the server by name, as it spells them; one that it does not have is not there. */
  async readStatus(names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const { rows } = await this.#send(globalStatus(names));
    return new Map(rows.map(([name, value]) => [String(name), String(value)]));
  }

  /** Bounds every further statement on the server's side. */
  async limitStatements(flavour: "mariadb" | "mysql", timeoutSeconds: number): Promise<void> {
    await this.#send(statementTimeout(flavour, timeoutSeconds));
    await this.#send(lockWaitTimeout(timeoutSeconds));
  }

  /** Refused: a lost connection makes Kysely's streams hang or end early without an error. */
  streamQuery(): never {
    throw new RefusedStatementError("a streamed query");
  }

  async #probe(name: Probe): Promise<RawResult> {
    if (!Object.hasOwn(PROBES, name)) throw new RefusedStatementError(`the probe ${name}`);
    return this.#send(PROBES[name]);
  }

  #read(tree: OperationNode): Promise<RawResult> {
    const { sql, parameters } = this.#judge(tree);
    return this.#raw.query(sql, parameters);
  }

  #judge(tree: OperationNode): { sql: string; parameters: readonly SqlValue[] } {
    const { sql, parameters } = this.#compiler.compileQuery(admit(tree) as CompiledQuery["query"], QUERY_ID);
    checkFirstWord(sql);
    return { sql, parameters: parameters as readonly SqlValue[] };
  }

  #send(sql: string): Promise<RawResult> {
    checkFirstWord(sql);
    return this.#raw.query(sql, []);
  }
}

function checkFirstWord(sql: string): void {
  if (!FIRST_WORDS.test(sql)) throw new RefusedStatementError(`«${sql.slice(0, 40)}»`);
}

function records({ columns, rows }: RawResult): Record<string, unknown>[] {
  return rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at]])));
}
