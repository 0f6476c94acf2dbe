import { expect, test } from "vitest";
import { tablesIn } from "../../../src/audit/doctor/tables-in.ts";
import { tableWithIndex } from "../../../src/guard/fragments.ts";
import { recordingDatabase } from "../../guard/recording-database.ts";

const { db } = recordingDatabase("mysql");

const of = (table: string) => db.selectFrom(`${table} as t`).select("t.id");

test("an alias stands for its table, with an index hint too", () => {
  const query = db
    .selectFrom(tableWithIndex<Record<string, unknown>, "p">("image_properties", "p", "by_image"))
    .innerJoin("images as i", "i.id", "p.image_id")
    .select("p.id");
  const tableOf = tablesIn(query);
  expect(["p", "i", "p", "tasks"].map(tableOf)).toEqual([
    "image_properties",
    "images",
    "image_properties",
    "tasks",
  ]);
});

test("in a union one alias stands for the tables in turn", () => {
  const tableOf = tablesIn(of("image_members").unionAll(of("image_tags")).unionAll(of("image_locations")));
  expect(["t", "t", "t"].map(tableOf)).toEqual(["image_members", "image_tags", "image_locations"]);
});
