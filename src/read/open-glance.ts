import type { OpenOptions } from "../connect/open-options.ts";
import { openDatabase } from "../connect/open.ts";
import { describeWhere, type Where } from "../connect/where.ts";
import { UnusableError } from "../errors.ts";
import type { GlanceTables } from "../schema/glance.ts";
import type { GlanceHandle } from "./glance-handle.ts";

/** What no audit can do without; every other column is used where it exists. */
const NEEDED = {
  images: [
    "id",
    "name",
    "owner",
    "status",
    "size",
    "created_at",
    "updated_at",
    "deleted_at",
    "deleted",
    "disk_format",
  ],
  image_properties: ["id", "image_id", "name", "value", "deleted"],
} as const;

/**
 * Opens a glance database of any release since Liberty.
 * @throws UnusableError when it is not one, or when the account may not read its tables
 */
export async function openGlance(where: Where, options: OpenOptions): Promise<GlanceHandle> {
  const handle = await openDatabase<"glance", GlanceTables>("glance", where, options);
  try {
    await check(handle, describeWhere(where));
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function check(handle: GlanceHandle, place: string): Promise<void> {
  for (const [table, columns] of Object.entries(NEEDED)) {
    if (!handle.shape.hasTable(table))
      throw await explainAbsence(handle, table as keyof typeof NEEDED, place);
    const lacking = columns.filter((column) => !handle.shape.has(`${table}.${column}`));
    if (lacking.length > 0) {
      throw new UnusableError(
        "glance",
        `The table ${table} in ${place} has no ${lacking.join(", ")}: this is not a glance schema of Liberty or later.`,
      );
    }
  }
  if (!handle.shape.has("images.visibility") && !handle.shape.has("images.is_public")) {
    throw new UnusableError(
      "glance",
      `The table images in ${place} has neither visibility nor is_public: this is not a glance schema.`,
    );
  }
}

/** information_schema hides what the account may not read, so a table that seems absent is asked for itself. */
async function explainAbsence(
  handle: GlanceHandle,
  table: keyof typeof NEEDED,
  place: string,
): Promise<UnusableError> {
  try {
    await handle.readArrays(handle.db.selectFrom(table).select("id").limit(1));
  } catch (error) {
    if (/denied/i.test((error as Error).message)) {
      return new UnusableError(
        "glance",
        `The account may not read the table ${table} in ${place}. Grant it SELECT: \`glance-audit grants\` prints the statements.`,
        error,
      );
    }
  }
  return new UnusableError(
    "glance",
    `There is no table ${table} in ${place}: this is not a glance database. Give the one that glance-api.conf names under [database] connection.`,
  );
}
