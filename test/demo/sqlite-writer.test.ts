import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { makeDemo } from "../../src/demo/demo.ts";
import type { LoadProgress } from "../../src/demo/load.ts";
import { DATABASES } from "../../src/demo/tables.ts";
import { NOW } from "./collected-cloud.ts";

describe("makeDemo in SQLite files", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "audit-demo-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it("makes one sound file for each database", async () => {
    const sqliteDir = join(directory, "new", "place with blanks");
    const { databases, named, totals } = await makeDemo({ where: { sqliteDir }, now: NOW });
    expect(Object.keys(databases)).toEqual([...DATABASES]);
    for (const name of DATABASES) {
      expect(databases[name]).toBe(`sqlite:///${join(sqliteDir, `${name}.sqlite`)}`);
      const file = new DatabaseSync(join(sqliteDir, `${name}.sqlite`), { readOnly: true });
      // One case of the demo is a row whose image is gone.
      const orphans = name === "glance" ? [{ table: "image_properties", parent: "images" }] : [];
      expect(file.prepare("PRAGMA foreign_key_check").all()).toMatchObject(orphans);
      expect(file.prepare("PRAGMA integrity_check").all()).toMatchObject([{ integrity_check: "ok" }]);
      file.close();
    }
    expect(totals.images).toBe(200);
    expect(named.length).toBeGreaterThan(100);
  });

  it("writes rows as SQLAlchemy would, and cells where they are", async () => {
    const { databases } = await makeDemo({ where: { sqliteDir: directory }, now: NOW, images: 0 });
    const glance = new DatabaseSync(join(directory, "glance.sqlite"), { readOnly: true });
    const [image] = glance.prepare("SELECT * FROM images WHERE name = 'web-01 before upgrade'").all();
    expect(image).toMatchObject({ created_at: "2025-12-06 12:00:00.000000", deleted_at: null, deleted: 0 });
    glance.close();
    const api = new DatabaseSync(join(directory, "nova_api.sqlite"), { readOnly: true });
    const cells = api.prepare("SELECT name, database_connection FROM cell_mappings ORDER BY id").all();
    expect(cells).toEqual(
      [0, 1, 2].map((cell) => ({
        name: `cell${cell}`,
        database_connection: databases[`nova_cell${cell}` as "nova_cell0"],
      })),
    );
    api.close();
  });

  it("tells how far it is", async () => {
    const told: LoadProgress[] = [];
    await makeDemo({
      where: { sqliteDir: directory },
      now: NOW,
      images: 5000,
      onProgress: (progress) => told.push(progress),
    });
    expect(told[0]).toEqual({ images: 0, imagesInAll: 5000, rows: 0 });
    expect(told.at(-1)).toMatchObject({ images: 5000, imagesInAll: 5000 });
    expect(told.map(({ rows }) => rows)).toEqual(told.map(({ rows }) => rows).toSorted((a, b) => a - b));
  });

  it("refuses a directory with a file of that name, and leaves it alone", async () => {
    const path = join(directory, "cinder.sqlite");
    writeFileSync(path, "precious");
    const made = makeDemo({ where: { sqliteDir: directory }, now: NOW });
    await expect(made).rejects.toThrow(UsageError);
    await expect(made).rejects.toThrow(path);
    expect(readdirSync(directory)).toEqual(["cinder.sqlite"]);
  });

  it("removes its files when it fails", async () => {
    const made = makeDemo({
      where: { sqliteDir: directory },
      now: NOW,
      onProgress: () => {
        throw new Error("interrupted");
      },
    });
    await expect(made).rejects.toThrow("interrupted");
    expect(readdirSync(directory)).toEqual([]);
  });

  it("refuses places that cannot be", async () => {
    writeFileSync(join(directory, "file"), "");
    await expect(makeDemo({ where: { sqliteDir: join(directory, "file") }, now: NOW })).rejects.toThrow(
      UsageError,
    );
    await expect(makeDemo({ where: { sqliteDir: join(directory, "what?") }, now: NOW })).rejects.toThrow(
      UsageError,
    );
    expect(existsSync(join(directory, "what?"))).toBe(false);
  });
});
