import { CompiledQuery, sql, type Kysely } from "kysely";
import { expect, expectTypeOf, test } from "vitest";
import type { Handle } from "../../src/connect/handle.ts";
import type { GuardedConnection } from "../../src/guard/guarded-connection.ts";
import type { GlanceHandle } from "../../src/read/glance/glance-handle.ts";
import type { CellHandle } from "../../src/read/nova/open-cell.ts";
import { recordingDatabase } from "./recording-database.ts";

/**
 * Never called: it is for the compiler. Each line below is an error, and one that ceased to be would make the
 * expectation above it an error (`tsc -p test`).
 */
export async function doesNotCompile(handle: GlanceHandle, guarded: GuardedConnection): Promise<void> {
  const { db } = handle;
  // @ts-expect-error -- a handle cannot write
  db.insertInto("images").values({});
  // @ts-expect-error
  db.replaceInto("images").values({});
  // @ts-expect-error
  db.updateTable("images").set({});
  // @ts-expect-error
  db.deleteFrom("images").execute();
  // @ts-expect-error
  db.mergeInto("images").using("images", "id", "id");
  // @ts-expect-error -- nor change a schema
  db.schema.dropTable("images");
  // @ts-expect-error -- nor send text
  await db.executeQuery(CompiledQuery.raw("delete from images"));
  // @ts-expect-error
  await sql`delete from images`.execute(db);
  // @ts-expect-error -- nor begin a transaction, or take a connection of its own
  db.transaction();
  // @ts-expect-error
  db.startTransaction();
  // @ts-expect-error
  db.connection();
  // @ts-expect-error -- nor lose what would be between it and the server
  db.withoutPlugins();
  // @ts-expect-error -- nor write on the way
  db.with("gone", (cte) => cte.deleteFrom("images").returningAll());
  // @ts-expect-error -- nor ask for a table that is not read
  db.selectFrom("metadef_tags");
  // @ts-expect-error
  db.selectFrom("images").select("min_ram");
  // @ts-expect-error -- nor swap what it consists of
  handle.db = db;
  // @ts-expect-error -- the guard sends its own constants and no others
  await guarded.probe("drop table images");
  // @ts-expect-error -- and streams nothing
  guarded.streamQuery(CompiledQuery.raw("select 1"), 1);
}

test("handles of different services do not pass for one another", () => {
  expectTypeOf<CellHandle>().not.toExtend<GlanceHandle>();
  expectTypeOf<GlanceHandle>().not.toExtend<CellHandle>();
  expectTypeOf<GlanceHandle>().toExtend<Handle<"glance", object>>();
  expectTypeOf<GlanceHandle["db"]>().not.toExtend<Kysely<object>>();
});

test("the guard has no stream, whatever the types say", () => {
  const { guarded } = recordingDatabase("mysql");
  expect(() => guarded.streamQuery()).toThrow(/a streamed query/);
});

test("the guard sends no probe that it does not know", async () => {
  const { guarded, sent } = recordingDatabase("mysql");
  for (const name of ["nonsense", "constructor", "__proto__", "toString"]) {
    await expect(guarded.probe(name as never)).rejects.toMatchObject({ name: "RefusedStatementError" });
  }
  expect(sent).toEqual([]);
});

test.each([0, -1, 1.5, Number.NaN, "1; delete from images"])(
  "a time limit of %s is no time limit",
  async (limit) => {
    const { guarded, sent } = recordingDatabase("mysql");
    await expect(guarded.limitStatements("mariadb", limit as number)).rejects.toThrow(/time limit/);
    await expect(guarded.limitStatements("mysql", limit as number)).rejects.toThrow(/time limit/);
    expect(sent).toEqual([]);
  },
);

test("the server's time limits, by the names that each server has", async () => {
  const { guarded, sent } = recordingDatabase("mysql");
  await guarded.limitStatements("mariadb", 30);
  await guarded.limitStatements("mysql", 30);
  expect(sent.map((statement) => statement.sql)).toEqual([
    "SET SESSION max_statement_time = 30",
    "SET SESSION lock_wait_timeout = 30",
    "SET SESSION max_execution_time = 30000",
    "SET SESSION lock_wait_timeout = 30",
  ]);
});
