import type { Shape } from "../connect/shape.ts";
import type { Engine } from "../guard/read-only-dialect.ts";

/**
 * The index on exactly these first columns, for a hint: MySQL and MariaDB are held to the way that was measured.
 * undefined on SQLite, which has no such hint, and where there is no such index.
 */
export function indexHint(
  { engine, shape }: { readonly engine: Engine; readonly shape: Shape },
  table: string,
  columns: readonly string[],
): string | undefined {
  return engine === "mysql" ? shape.indexOn(table, columns) : undefined;
}
