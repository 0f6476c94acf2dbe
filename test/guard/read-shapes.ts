import type { AliasedExpression, SelectQueryBuilder } from "kysely";
import { asBytes, isOddName, tableWithIndex } from "../../src/guard/fragments.ts";
import type { Engine } from "../../src/guard/read-only-dialect.ts";
import type { WritableDb } from "../support/sqlite.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- a shape is about SQL, not about tables
type Query = SelectQueryBuilder<any, any, any>;

/** A form of query that readers need, and what it must compile to. */
export interface ReadShape {
  readonly name: string;
  readonly build: (db: WritableDb, engine: Engine) => Query;
  readonly mysql: string;
  readonly sqlite: string;
  readonly parameters: readonly unknown[];
}

// oxlint-disable-next-line typescript/no-explicit-any
function images(index: string | undefined): AliasedExpression<any, "i"> {
  // oxlint-disable-next-line typescript/no-explicit-any
  return tableWithIndex<any, "i">("images", "i", index);
}

/** Together they use every kind of node that the guard admits. */
export const READ_SHAPES: readonly ReadShape[] = [
  {
    name: "a keyset page with an index hint",
    build: (db, engine) =>
      db
        .selectFrom(images(engine === "mysql" ? "PRIMARY" : undefined))
        .select(["i.id", "i.name"])
        .where("i.id", ">", "a")
        .where("i.deleted", "=", 0)
        .orderBy("i.id")
        .limit(500),
    mysql:
      "select `i`.`id`, `i`.`name` from `images` as `i` force index (`PRIMARY`) where `i`.`id` > ? and `i`.`deleted` = ? order by `i`.`id` limit ?",
    sqlite:
      'select "i"."id", "i"."name" from "images" as "i" where "i"."id" > ? and "i"."deleted" = ? order by "i"."id" limit ?',
    parameters: ["a", 0, 500],
  },
  {
    name: "odd property names, whatever the collation",
    build: (db, engine) =>
      db
        .selectFrom("image_properties as p")
        .select("p.name")
        .where((eb) =>
          eb.and([
            eb(eb.fn<number>("ascii", ["p.name"]), "not in", [99, 100]),
            eb.or([eb("p.name", "in", ["image_type"]), isOddName(engine, eb.ref("p.name"))]),
          ]),
        ),
    mysql:
      "select `p`.`name` from `image_properties` as `p` where (ascii(`p`.`name`) not in (?, ?) and (`p`.`name` in (?) or `p`.`name` regexp '(?-i)[^a-z0-9_:.-]|^vmware_'))",
    sqlite:
      'select "p"."name" from "image_properties" as "p" where (ascii("p"."name") not in (?, ?) and ("p"."name" in (?) or ("p"."name" glob \'*[^a-z0-9_:.-]*\' or "p"."name" glob \'vmware_*\')))',
    parameters: [99, 100, "image_type"],
  },
  {
    name: "text looked for byte by byte",
    build: (db, engine) =>
      db
        .selectFrom("image_locations as l")
        .select("l.id")
        .where((eb) =>
          eb(eb.fn<number>("instr", ["l.value", asBytes(engine, eb.ref("l.image_id"))]), "=", 0),
        ),
    mysql:
      "select `l`.`id` from `image_locations` as `l` where instr(`l`.`value`, cast(`l`.`image_id` as binary)) = ?",
    sqlite: 'select "l"."id" from "image_locations" as "l" where instr("l"."value", "l"."image_id") = ?',
    parameters: [0],
  },
  {
    name: "a union of two tables with NULLs that are no parameters",
    build: (db) =>
      db
        .selectFrom("images as i")
        .select((eb) => [
          "i.id",
          eb.lit(null).$castTo<unknown>().as("name"),
          eb.lit<number | boolean>(0).as("flag"),
        ])
        .unionAll(
          db
            .selectFrom("image_properties as p")
            .select((eb) => [
              "p.image_id as id",
              eb.ref("p.name").$castTo<unknown>().as("name"),
              eb.lit<number | boolean>(true).as("flag"),
            ]),
        ),
    mysql:
      "select `i`.`id`, null as `name`, 0 as `flag` from `images` as `i` union all select `p`.`image_id` as `id`, `p`.`name` as `name`, true as `flag` from `image_properties` as `p`",
    sqlite:
      'select "i"."id", null as "name", 0 as "flag" from "images" as "i" union all select "p"."image_id" as "id", "p"."name" as "name", true as "flag" from "image_properties" as "p"',
    parameters: [],
  },
  {
    name: "counts per group over a join",
    build: (db) =>
      db
        .selectFrom("images as i")
        .leftJoin("image_properties as p", (join) =>
          join.onRef("p.image_id", "=", "i.id").on("p.deleted", "=", 0),
        )
        .innerJoin("image_members as m", "m.image_id", "i.id")
        .select((eb) => [
          "i.status",
          eb.fn.countAll<number>().as("images"),
          eb.fn.count("p.name").distinct().as("names"),
          eb.fn
            .max(eb.case().when("p.name", "=", "image_type").then(eb.ref("p.value")).else(null).end())
            .as("image_type"),
        ])
        .groupBy("i.status")
        .having((eb) => eb.fn.countAll<number>(), ">", 1)
        .orderBy("i.status", "desc")
        .limit(10),
    mysql:
      "select `i`.`status`, count(*) as `images`, count(distinct `p`.`name`) as `names`, max(case when `p`.`name` = ? then `p`.`value` else null end) as `image_type` from `images` as `i` left join `image_properties` as `p` on `p`.`image_id` = `i`.`id` and `p`.`deleted` = ? inner join `image_members` as `m` on `m`.`image_id` = `i`.`id` group by `i`.`status` having count(*) > ? order by `i`.`status` desc limit ?",
    sqlite:
      'select "i"."status", count(*) as "images", count(distinct "p"."name") as "names", max(case when "p"."name" = ? then "p"."value" else null end) as "image_type" from "images" as "i" left join "image_properties" as "p" on "p"."image_id" = "i"."id" and "p"."deleted" = ? inner join "image_members" as "m" on "m"."image_id" = "i"."id" group by "i"."status" having count(*) > ? order by "i"."status" desc limit ?',
    parameters: ["image_type", 0, 1, 10],
  },
  {
    name: "what exists, and pairs",
    build: (db) =>
      db
        .selectFrom("tasks")
        .distinct()
        .selectAll("tasks")
        .where((eb) =>
          eb.exists(
            eb
              .selectFrom("nova.instances as n")
              .select("n.id")
              .where((inner) =>
                inner(inner.refTuple("n.id", "n.uuid"), "in", [inner.tuple(1, "u"), inner.tuple(2, "v")]),
              ),
          ),
        ),
    mysql:
      "select distinct `tasks`.* from `tasks` where exists (select `n`.`id` from `nova`.`instances` as `n` where (`n`.`id`, `n`.`uuid`) in ((?, ?), (?, ?)))",
    sqlite:
      'select distinct "tasks".* from "tasks" where exists (select "n"."id" from "nova"."instances" as "n" where ("n"."id", "n"."uuid") in ((?, ?), (?, ?)))',
    parameters: [1, "u", 2, "v"],
  },
];
