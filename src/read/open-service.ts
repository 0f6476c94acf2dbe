import type { Handle, Service } from "../connect/handle.ts";
import type { OpenOptions } from "../connect/open-options.ts";
import { openDatabase } from "../connect/open.ts";
import { describeWhere, type Where } from "../connect/where.ts";
import { AccountRefusedError, WrongSchemaError, type UnusableError } from "../errors.ts";
import { refusalOf } from "./absent-table.ts";

/** Which tables and columns a service's database cannot do without, and where to find the right one. */
export interface Needs<Tables> {
  readonly tables: { readonly [Table in keyof Tables & string]?: readonly (keyof Tables[Table] & string)[] };
  /** What the database is to be, such as "a cinder schema". */
  readonly schema: string;
  /** The file and option that name the database. */
  readonly advice: string;
}

/**
 * Opens the database of a service and makes sure that it is one.
 * @throws UnusableError when it cannot be connected to or the account may not read its tables
 * @throws WrongSchemaError when it is another database
 */
export async function openService<S extends Service, Tables>(
  service: S,
  where: Where,
  options: OpenOptions,
  needs: Needs<Tables>,
): Promise<Handle<S, Tables>> {
  const handle = await openDatabase<S, Tables>(service, where, options);
  try {
    for (const [table, columns] of Object.entries(needs.tables) as [string, readonly string[]][]) {
      if (!handle.shape.hasTable(table)) throw await explainAbsence(handle, table, where, needs.advice);
      const lacking = columns.filter((column) => !handle.shape.has(`${table}.${column}`));
      if (lacking.length > 0) {
        throw new WrongSchemaError(
          service,
          `The table ${table} in ${describeWhere(where)} has no ${lacking.join(", ")}: this is not ${needs.schema}.`,
        );
      }
    }
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function explainAbsence<S extends Service, Tables>(
  handle: Handle<S, Tables>,
  table: string,
  where: Where,
  advice: string,
): Promise<UnusableError> {
  const place = describeWhere(where);
  const refusal = await refusalOf(handle as unknown as Handle<S, unknown>, table);
  if (refusal !== undefined) {
    return new AccountRefusedError(
      handle.service,
      `The account may not read the table ${table} in ${place}. Grant it SELECT: \`glance-audit grants\` prints the statements.`,
      refusal,
    );
  }
  return new WrongSchemaError(
    handle.service,
    `There is no table ${table} in ${place}: this is not a ${handle.service} database. ${advice}`,
  );
}
