import { isUuid } from "../schema/uuid.ts";
import type { GlanceHandle } from "./glance-handle.ts";

const WANTED = 500;
/** Rows of image_properties that are passed at most: it has no index on names. */
const PASSED = 200_000;

/** Some instances that images name, the latest first, in lower case: to know this glance's cells by. */
export async function readSomeReferences(handle: GlanceHandle): Promise<readonly string[]> {
  const { db } = handle;
  const [highest] = await handle.readArrays(
    db.selectFrom("image_properties").select((eb) => eb.fn.max("id").as("last")),
  );
  const rows = await handle.readArrays(
    db
      .selectFrom("image_properties")
      .select(["name", "value"])
      .where("id", ">", Number(highest?.[0] ?? 0) - PASSED)
      .where("name", "=", "instance_uuid")
      .where("deleted", "=", 0)
      .orderBy("id", "desc")
      .limit(WANTED),
  );
  return rows.flatMap(([, value]) => {
    const text = value as string | null;
    return isUuid(text) ? text.toLowerCase() : [];
  });
}
