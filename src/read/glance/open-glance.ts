import type { OpenOptions } from "../../connect/open-options.ts";
import { describeWhere, type Where } from "../../connect/where.ts";
import { WrongSchemaError } from "../../errors.ts";
import type { GlanceTables } from "../../schema/glance.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { openService, type Needs } from "../open-service.ts";

/** What no audit can do without; every other column is used where it exists. */
const NEEDS: Needs<GlanceTables> = {
  tables: {
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
  },
  schema: "a glance schema of Liberty or later",
  advice: "Give the one that glance-api.conf names under [database] connection.",
};

/**
 * Opens a glance database of any release since Liberty.
 * @throws UnusableError when it is not one, or when the account may not read its tables
 */
export async function openGlance(where: Where, options: OpenOptions): Promise<GlanceHandle> {
  const handle = await openService<"glance", GlanceTables>("glance", where, options, NEEDS);
  if (handle.shape.has("images.visibility") || handle.shape.has("images.is_public")) return handle;
  await handle.close();
  throw new WrongSchemaError(
    "glance",
    `The table images in ${describeWhere(where)} has neither visibility nor is_public: this is not a glance schema.`,
  );
}
