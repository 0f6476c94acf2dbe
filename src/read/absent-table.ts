import type { Handle, Service } from "../connect/handle.ts";

/**
 * Why a table seems absent: information_schema hides what the account may not read, so the table itself is asked.
 * @returns the server's refusal, undefined where there really is no such table
 */
export async function refusalOf<S extends Service>(
  handle: Handle<S, unknown>,
  table: string,
): Promise<Error | undefined> {
  const any = handle as unknown as Handle<S, Record<string, { readonly any: string }>>;
  try {
    await handle.readArrays(any.db.selectFrom(table).selectAll().limit(1));
    return undefined;
  } catch (error) {
    return error instanceof Error && /denied/i.test(error.message) ? error : undefined;
  }
}
