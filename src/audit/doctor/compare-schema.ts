import type { SchemaFacts } from "../../../migrations-readonly/index.ts";
import type { Shape } from "../../connect/shape.ts";

/** How a live table differs from the one that was expected. */
export interface TableDifference {
  readonly table: string;
  /** It is not there, or not for this account. */
  readonly absent: boolean;
  readonly missingColumns: readonly string[];
  readonly extraColumns: readonly string[];
  readonly missingIndexes: readonly { readonly index: string; readonly columns: readonly string[] }[];
  readonly extraIndexes: readonly string[];
}

/**
 * Holds the tables that are read against a schema. An index counts as there when one begins with its columns,
 * whatever its name.
 */
export function compareSchema(
  shape: Shape,
  facts: SchemaFacts,
  tables: readonly string[],
): readonly TableDifference[] {
  return tables.flatMap((table): TableDifference[] => {
    const expected = facts[table];
    const live = shape.tables.get(table);
    if (expected === undefined) return [];
    if (live === undefined) return [{ ...NOTHING, table, absent: true }];
    const columns = Object.keys(expected.columns);
    const wanted = Object.entries(expected.indexes).map(([index, of]) => ({ index, columns: of.columns }));
    const found = [...live.indexes].map(([index, of]) => ({ index, columns: of }));
    const missingColumns = columns.filter((column) => !live.columns.has(column));
    return [
      {
        table,
        absent: false,
        missingColumns,
        extraColumns: [...live.columns.keys()].filter((column) => !columns.includes(column)),
        // What an absent column takes along is told of with the column.
        missingIndexes: wanted.filter(
          (index) =>
            !found.some((other) => beginsWith(other.columns, index.columns)) &&
            index.columns.every((column) => live.columns.has(column)),
        ),
        extraIndexes: found
          .filter((index) => !wanted.some((other) => beginsWith(other.columns, index.columns)))
          .map(({ index, columns: of }) => `${index}(${of.join(", ")})`),
      },
    ];
  });
}

const NOTHING: Omit<TableDifference, "table" | "absent"> = {
  missingColumns: [],
  extraColumns: [],
  missingIndexes: [],
  extraIndexes: [],
};

function beginsWith(columns: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((column, at) => columns[at] === column);
}

/** How many differences there are. */
export function countDifferences(differences: readonly TableDifference[]): number {
  return differences.reduce(
    (sum, { absent, missingColumns, extraColumns, missingIndexes }) =>
      sum + Number(absent) + missingColumns.length + extraColumns.length + missingIndexes.length,
    0,
  );
}
