import * as kysely from "kysely";
import { sql, type OperationNode } from "kysely";
import { describe, expect, test } from "vitest";
import { admit } from "../../src/guard/admit.ts";
import { NODE_KINDS } from "../../src/guard/node-kinds.ts";
import type { Engine } from "../../src/guard/read-only-dialect.ts";
import { RefusedStatementError } from "../../src/guard/refusal.ts";
import { READ_SHAPES } from "./read-shapes.ts";
import { recordingDatabase } from "./recording-database.ts";

const ENGINES: readonly Engine[] = ["mysql", "sqlite"];
const KINDS = Object.entries(NODE_KINDS);

function addKindsWithin(thing: unknown, kinds: Set<string>): void {
  if (typeof thing !== "object" || thing === null) return;
  if ("kind" in thing) kinds.add(String(thing.kind));
  for (const part of Object.values(thing)) addKindsWithin(part, kinds);
}

describe.each(ENGINES)("on %s", (engine) => {
  test.each(READ_SHAPES)("$name", async (shape) => {
    const { db, guarded, sent } = recordingDatabase(engine);
    const query = shape.build(db, engine);
    await query.execute();
    await guarded.readArrays(query);
    const expected = { sql: shape[engine], parameters: shape.parameters };
    expect(sent).toEqual([expected, expected]);
  });

  test("an EXPLAIN of a read", async () => {
    const { db, sent } = recordingDatabase(engine);
    await db.selectFrom("images").select("id").explain();
    expect(sent.map((statement) => statement.sql.replaceAll(/[`"]/g, ""))).toEqual([
      "explain select id from images",
    ]);
  });

  test("quotes, question marks and backslashes in names and values stay what they are", async () => {
    const { db, sent } = recordingDatabase(engine);
    const [name, value] = ["a`b\"c'd?e\\f", "\\' or 1=1 -- ?"];
    await db.selectFrom("t").select(name).where("c", "=", value).execute();
    const quoted = engine === "mysql" ? "`a``b\"c'd?e\\f`" : `"a\`b""c'd?e\\f"`;
    const [q] = quoted;
    expect(sent).toEqual([
      { sql: `select ${quoted} from ${q}t${q} where ${q}c${q} = ?`, parameters: [value] },
    ]);
  });
});

test("rows come back under the names of their columns", async () => {
  const { db } = recordingDatabase("mysql", { columns: ["id", "name"], rows: [["1", null]] });
  expect(await db.selectFrom("images").select(["id", "name"]).execute()).toEqual([{ id: "1", name: null }]);
});

test("every kind of node that Kysely has is decided on, and no other", () => {
  const known = Object.entries(kysely)
    .filter(([name, node]) => {
      const { is } = node as { is?: (candidate: unknown) => boolean };
      return name.endsWith("Node") && is?.({ kind: name }) === true;
    })
    .map(([name]) => name);
  expect(known.length).toBeGreaterThan(90);
  expect(Object.keys(NODE_KINDS).sort()).toEqual(known.sort());
});

test("every admitted kind is one that some read needs", () => {
  const used = new Set(["ExplainNode"]);
  for (const engine of ENGINES) {
    const { db } = recordingDatabase(engine);
    for (const shape of READ_SHAPES) addKindsWithin(shape.build(db, engine).toOperationNode(), used);
  }
  const admitted = KINDS.filter(([, verdict]) => verdict === "admitted").map(([kind]) => kind);
  expect([...used].sort()).toEqual(admitted.sort());
});

test.each(KINDS.filter(([, verdict]) => verdict === "refused"))(
  "a %s is refused wherever it stands",
  (kind) => {
    const { db } = recordingDatabase("mysql");
    const read = db.selectFrom("images").select("id").toOperationNode();
    const node = { kind } as OperationNode;
    const refusal = { name: "RefusedStatementError", message: expect.stringContaining(kind) };
    expect(() => admit(node)).toThrow(expect.objectContaining(refusal));
    const places = [
      { ...read, where: { kind: "WhereNode", where: node } },
      { ...read, with: node },
      { ...read, endModifiers: [node] },
    ];
    for (const tree of places) {
      expect(() => admit(tree as OperationNode)).toThrow(expect.objectContaining(refusal));
    }
  },
);

test("text that a compiler should not have made is not sent either", async () => {
  const query = recordingDatabase("mysql").db.selectFrom("images").select("id");
  for (const text of [
    "delete from images",
    "with x as (select 1) select 1",
    "(select 1)",
    " select 1",
    "selected",
    "",
  ]) {
    const { guarded, sent } = recordingDatabase("mysql", undefined, (node, queryId) => ({
      query: node,
      queryId,
      sql: text,
      parameters: [],
    }));
    await expect(guarded.readArrays(query)).rejects.toMatchObject({ name: "RefusedStatementError" });
    expect(() => guarded.readPages(query)).toThrow(
      expect.objectContaining({ name: "RefusedStatementError" }),
    );
    expect(sent).toEqual([]);
  }
});

test("a refusal says what, and that it is a bug of ours", async () => {
  const { db, sent } = recordingDatabase("mysql");
  const refused = db
    .selectFrom("images")
    .select(sql`sleep(1)`.as("s"))
    .execute();
  await expect(refused).rejects.toThrow(new RefusedStatementError("the raw SQL «sleep(1)»").message);
  await expect(refused).rejects.toMatchObject({ exitCode: 5 });
  expect(sent).toEqual([]);
});
