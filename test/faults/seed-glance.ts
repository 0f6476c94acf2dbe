import { buildSchema } from "../../migrations-readonly/index.ts";
import { scratchDatabase } from "../support/mysql.ts";
import type { ScratchDatabase } from "../support/mysql.ts";
import { scratchSqlite, writableMysql } from "../support/sqlite.ts";
import type { ScratchSqlite, WritableDb } from "../support/sqlite.ts";

/** Twelve pages by key, two statements of a snapshot's listing, and properties for two ranges of its scan. */
export const IMAGES = 6_000;
const ROWS_PER_INSERT = 500;
const CREATED = "2024-03-01 10:00:00";

/** What nova writes on a snapshot, and what else is commonly there. An id stands for itself. */
const PROPERTIES: Readonly<Record<string, string>> = {
  image_type: "snapshot",
  instance_uuid: "id",
  base_image_ref: "id",
  image_location: "snapshot",
  hw_disk_bus: "virtio",
  os_distro: "debian",
  os_version: "12",
  owner_project_name: "faults",
  user_id: "faults",
  boot_roles: "member",
};

function imageId(number: number): string {
  const hex = number.toString(16).padStart(8, "0");
  return `${hex}-0000-4000-8000-0000000fa017`;
}

export const FIRST_IMAGE = imageId(1);

function imageRow(number: number): Record<string, string | number> {
  return {
    id: imageId(number),
    // Long, so that one page of a report is more than a pipe holds.
    name: `snapshot ${number} of a server ${"with a long name ".repeat(12)}${number}`,
    size: number * 1024,
    status: "active",
    visibility: "private",
    created_at: CREATED,
    updated_at: CREATED,
    deleted: 0,
    disk_format: "qcow2",
    container_format: "bare",
    owner: `project-${number % 7}`,
    min_disk: 1,
    min_ram: 0,
  };
}

/** Every fifth image lacks one of nova's four, so that a lost property row shows as well as a lost image. */
async function addProperty(db: WritableDb, name: string, value: string): Promise<void> {
  const rows = db
    .selectFrom("images")
    .select((eb) => [
      "id",
      eb.val(name).as("name"),
      (value === "id" ? eb.ref("id") : eb.val(value)).as("value"),
      "created_at",
      "deleted",
    ])
    .$if(name === "image_location", (query) => query.where("name", "not like", "%5"));
  await db
    .insertInto("image_properties")
    .columns(["image_id", "name", "value", "created_at", "deleted"])
    .expression(rows)
    .execute();
}

/** A newest glance schema with `images` snapshots. */
async function fillGlance(db: WritableDb, engine: "mysql" | "sqlite", images: number): Promise<void> {
  await buildSchema(db, engine, "glance");
  for (let first = 1; first <= images; first += ROWS_PER_INSERT) {
    const count = Math.min(ROWS_PER_INSERT, images - first + 1);
    const rows = Array.from({ length: count }, (_, at) => imageRow(first + at));
    await db.insertInto("images").values(rows).execute();
  }
  for (const [name, value] of Object.entries(PROPERTIES)) await addProperty(db, name, value);
}

/** Fills an empty database of a server: administrator's URL. */
export async function fillMysqlGlance(url: string, images = IMAGES): Promise<void> {
  const db = writableMysql(url);
  try {
    await fillGlance(db, "mysql", images);
  } finally {
    await db.destroy();
  }
}

/** A glance database of the test's own on the shared server; dropped at the end of its scope. */
export async function seedGlance(images: number): Promise<ScratchDatabase> {
  const database = await scratchDatabase("glance");
  await fillMysqlGlance(database.url, images);
  return database;
}

/** The same in an SQLite file. */
export async function seedSqliteGlance(images = IMAGES): Promise<ScratchSqlite> {
  const file = scratchSqlite("glance");
  await fillGlance(file.db, "sqlite", images);
  return file;
}
