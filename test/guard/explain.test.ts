import { Kysely } from "kysely";
import { expect, test } from "vitest";
import { recordingDatabase } from "./recording-database.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- any query at all
const any = (db: unknown) => db as Kysely<any>;

test.each([
  ["mysql", "EXPLAIN FORMAT=TRADITIONAL select `id` from `images` where `id` in (?, ?)"],
  ["sqlite", 'EXPLAIN QUERY PLAN select "id" from "images" where "id" in (?, ?)'],
] as const)("%s explains the query as it would be sent", async (engine, sql) => {
  const { guarded, db, sent } = recordingDatabase(engine, {
    columns: ["table", "rows"],
    rows: [["images", 2]],
  });
  const plan = await guarded.explain(
    engine,
    any(db).selectFrom("images").select("id").where("id", "in", ["a", "b"]),
  );
  expect(plan).toEqual([{ table: "images", rows: 2 }]);
  expect(sent).toEqual([{ sql, parameters: ["a", "b"] }]);
});

test("what may not be read may not be explained either", async () => {
  const { guarded, db, sent } = recordingDatabase("mysql");
  const writes = [
    any(db).deleteFrom("images"),
    any(db).updateTable("images").set({ name: "x" }),
    any(db).insertInto("images").values({ id: "x" }),
    any(db).selectFrom("images").selectAll().forUpdate(),
    any(db)
      .with("x", (q) => q.deleteFrom("images").returningAll())
      .selectFrom("x")
      .selectAll(),
  ];
  for (const query of writes) {
    await expect(guarded.explain("mysql", query)).rejects.toThrow(/^Refused before it was sent/);
  }
  expect(sent).toEqual([]);
});
