import type { IndexFacts, TableFacts } from "../../migrations-readonly/index.ts";
import type { ScratchDatabase } from "../support/mysql.ts";
import type { SchemaFixture } from "./schema-fixture.ts";

type MysqlTables = SchemaFixture["tables"];

/** Display widths are gone from MySQL 8.0.19 on, but for tinyint(1). */
function typeName(type: string): string {
  return /^(?:small|medium|big)?int\(|^tinyint\((?!1\))/.test(type) ? type.replace(/\(\d+\)/, "") : type;
}

/** MariaDB quotes strings and spells out NULL, MySQL does neither. */
function defaultValue(text: string | null): string | null {
  return text === null || text === "NULL" ? null : text.replace(/^'(.*)'$/, "$1");
}

function collationName(name: string): string {
  return name.replace(/^utf8_/, "utf8mb3_");
}

/** The same facts, spelled in one way for MariaDB and MySQL of any version. */
export function normalised(tables: MysqlTables): MysqlTables {
  return Object.fromEntries(
    Object.entries(tables).map(([table, { collation, columns, indexes }]) => [
      table,
      {
        collation: collationName(collation),
        columns: Object.fromEntries(
          Object.entries(columns).map(([column, facts]) => [
            column,
            { ...facts, type: typeName(facts.type), default: defaultValue(facts.default) },
          ]),
        ),
        indexes,
      },
    ]),
  );
}

/** What a database consists of, as information_schema spells it. */
export async function mysqlSchemaFacts(db: ScratchDatabase): Promise<MysqlTables> {
  const tables = await db.query(
    `SELECT TABLE_NAME AS name, TABLE_COLLATION AS collation
     FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()`,
  );
  const columns = await db.query(
    `SELECT TABLE_NAME AS tableName, COLUMN_NAME AS name, COLUMN_TYPE AS type, IS_NULLABLE AS nullable,
       COLUMN_DEFAULT AS defaultValue, COLLATION_NAME AS collation
     FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION`,
  );
  const parts = await db.query(
    `SELECT TABLE_NAME AS tableName, INDEX_NAME AS name, NON_UNIQUE AS nonUnique, COLUMN_NAME AS columnName
     FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = DATABASE()
     ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX`,
  );
  return Object.fromEntries(
    tables.map(({ name, collation }) => {
      const own = columns.filter((column) => column["tableName"] === name);
      const strange = own.filter((column) => (column["collation"] ?? collation) !== collation);
      if (strange.length > 0) {
        throw new Error(`${name}: columns with a collation of their own: ${JSON.stringify(strange)}`);
      }
      const facts: TableFacts & { collation: string } = {
        collation,
        columns: Object.fromEntries(
          own.map((column) => [
            column["name"],
            {
              type: String(column["type"]),
              nullable: column["nullable"] === "YES",
              default: column["defaultValue"],
            },
          ]),
        ),
        indexes: indexFacts(parts.filter((part) => part["tableName"] === name)),
      };
      return [name, facts];
    }),
  );
}

function indexFacts(parts: Awaited<ReturnType<ScratchDatabase["query"]>>): Record<string, IndexFacts> {
  return Object.fromEntries(
    [...Map.groupBy(parts, (part) => String(part["name"]))].map(([name, rows]) => [
      name,
      { unique: Number(rows[0]?.["nonUnique"]) === 0, columns: rows.map((row) => String(row["columnName"])) },
    ]),
  );
}
