import type { ImageFacts } from "../../src/judge/image-facts.ts";
import { addProperty, emptyPropertySet } from "../../src/judge/property-set.ts";
import { narrow, type StoredRow, type TestDatabase, type Value } from "./test-database.ts";

/**
 * All images of a database as the plainest program would read them: every column of every row, all in
 * memory. Which property belongs to which image is the server's own word, and so is the order of the ids.
 */
export async function naiveImages(db: TestDatabase): Promise<ImageFacts[]> {
  const images = await db.rows("select * from images order by id");
  const properties = await db.rows(
    "select p.*, i.id as of_image from image_properties p join images i on i.id = p.image_id",
  );
  const members = await db.rows(
    "select i.id as of_image from image_members m join images i on i.id = m.image_id where m.deleted = 0",
  );
  const shared = new Set(members.map((row) => row["of_image"]));
  const byImage = Map.groupBy(properties, (row) => row["of_image"]);
  return images.map((image) => factsOf(image, byImage.get(image["id"] ?? null) ?? [], shared));
}

function factsOf(
  image: StoredRow,
  rows: readonly StoredRow[],
  shared: ReadonlySet<Value | undefined>,
): ImageFacts {
  const properties = emptyPropertySet();
  for (const row of rows) {
    addProperty(properties, String(row["name"]), textOf(row["value"]), row["deleted"] === 1);
  }
  return {
    id: String(image["id"]),
    name: textOf(image["name"]),
    owner: textOf(image["owner"]),
    status: String(image["status"]),
    visibility: visibilityOf(image, shared),
    sizeBytes: sizeOf(image["size"]),
    createdAt: String(image["created_at"]),
    updatedAt: textOf(image["updated_at"]),
    deletedAt: textOf(image["deleted_at"]),
    deleted: image["deleted"] === 1,
    diskFormat: textOf(image["disk_format"]),
    protected: image["protected"] === 1,
    properties,
    emptied:
      image["deleted"] === 0 &&
      image["deleted_at"] !== null &&
      rows.length > 0 &&
      rows.every((row) => row["deleted"] === 1),
  };
}

function visibilityOf(image: StoredRow, shared: ReadonlySet<Value | undefined>): string {
  if (typeof image["visibility"] === "string") return image["visibility"];
  if (image["is_public"] === 1) return "public";
  return shared.has(image["id"]) ? "shared" : "private";
}

function textOf(value: Value | undefined): string | null {
  return value === undefined ? null : (value as string | null);
}

function sizeOf(size: Value | undefined): number | bigint | null {
  return typeof size === "string" ? narrow(BigInt(size)) : (size ?? null);
}
