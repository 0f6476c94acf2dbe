import { isUuid } from "../../schema/uuid.ts";
import type { GlanceHandle } from "./glance-handle.ts";
import { lastId } from "../ranges-by-id.ts";

/** Rows of image_properties that one statement passes. */
const RANGE = 20_000;

/**
 * The instances that live images name, those of the newest properties first: they are the likeliest to be known to
 * nova still. Each statement reads a bounded part of the table; whoever has seen enough stops asking.
 */
export async function* readNewestReferences(handle: GlanceHandle): AsyncGenerator<readonly string[]> {
  for (let upTo = await lastId(handle, "image_properties"); upTo > 0; upTo -= RANGE) {
    const rows = await handle.readArrays(
      handle.db
        .selectFrom("image_properties as p")
        .innerJoin("images as i", "i.id", "p.image_id")
        .select(["p.name", "p.value"])
        .where("p.id", ">", upTo - RANGE)
        .where("p.id", "<=", upTo)
        .where("p.name", "=", "instance_uuid")
        .where("p.deleted", "=", 0)
        .where("i.deleted", "=", 0),
    );
    const uuids = rows.flatMap(([name, value]) => {
      const uuid = value as string | null;
      // The collation may have let another spelling of the name through.
      return name === "instance_uuid" && isUuid(uuid) ? uuid.toLowerCase() : [];
    });
    if (uuids.length > 0) yield uuids;
  }
}
