import { TABLES, type TableSpec } from "./table-specs.ts";
import {
  DATABASES,
  type DatabaseName,
  type Page,
  type Row,
  type Sink,
  type TableName,
  type Value,
} from "./tables.ts";

interface Buffer {
  readonly spec: TableSpec;
  readonly idAt: number;
  readonly deletedAt: number;
  readonly sequence: { last: number };
  rows: Value[][];
}

/** Collects rows into one page per table, and draws the ids that the server's AUTO_INCREMENT would have drawn. */
export class Pager implements Sink {
  private readonly pageRows: number;
  private readonly buffers = new Map<DatabaseName, Map<TableName, Buffer>>();
  private readonly sequences = new Map<string, { last: number }>();
  private full: Page[] = [];

  constructor(pageRows: number) {
    this.pageRows = pageRows;
    for (const database of DATABASES) this.buffers.set(database, new Map());
  }

  add<Table extends TableName>(database: DatabaseName, table: Table, row: Row<Table>): void {
    const buffer = this.bufferOf(database, table);
    const { columns, sequence, deletedIsId } = buffer.spec;
    const cells = row as Readonly<Record<string, Value | undefined>>;
    const values = columns.map((column) => cells[column] ?? null);
    if (sequence !== undefined) {
      const id = ++buffer.sequence.last;
      values[buffer.idAt] = id;
      if (deletedIsId && values[buffer.deletedAt] === 1) values[buffer.deletedAt] = id;
    }
    buffer.rows.push(values);
    if (buffer.rows.length >= this.pageRows) this.close(database, table, buffer);
  }

  /** The pages that are full by now. */
  *takeFull(): Generator<Page> {
    if (this.full.length === 0) return;
    const pages = this.full;
    this.full = [];
    yield* pages;
  }

  /** All that is left. */
  *takeRest(): Generator<Page> {
    for (const [database, tables] of this.buffers) {
      for (const [table, buffer] of tables) if (buffer.rows.length > 0) this.close(database, table, buffer);
    }
    yield* this.takeFull();
  }

  private close(database: DatabaseName, table: TableName, buffer: Buffer): void {
    this.full.push({ database, table, columns: buffer.spec.columns, rows: buffer.rows });
    buffer.rows = [];
  }

  private bufferOf(database: DatabaseName, table: TableName): Buffer {
    const tables = this.buffers.get(database) as Map<TableName, Buffer>;
    const known = tables.get(table);
    if (known !== undefined) return known;
    const spec: TableSpec = TABLES[table];
    const key = `${database}.${spec.sequence}`;
    const sequence = this.sequences.get(key) ?? { last: 0 };
    this.sequences.set(key, sequence);
    const idAt = spec.columns.indexOf("id");
    const buffer: Buffer = { spec, idAt, deletedAt: spec.columns.indexOf("deleted"), sequence, rows: [] };
    tables.set(table, buffer);
    return buffer;
  }
}
