import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { UsageError } from "../../src/errors.ts";
import { makeDemo } from "../../src/demo/demo.ts";
import { addForeignKeys, addKeys, dropIndexes } from "../../src/demo/mysql-indexes.ts";
import { TABLES } from "../../src/demo/table-specs.ts";
import { DATABASES, type TableName } from "../../src/demo/tables.ts";
import { adminQuery, dropDatabase, sharedServerUrl } from "../support/mysql.ts";
import { RUN_VARIABLE } from "../support/run-settings.ts";
import { collectCloud, NOW } from "./collected-cloud.ts";
import { createConnection } from "mysql2/promise";

const prefix = `${process.env[RUN_VARIABLE] ?? "audit_test"}_${randomBytes(3).toString("hex")}_`;
const serverUrl = () => new URL("/", sharedServerUrl()).href;

async function dropAll(): Promise<void> {
  for (const name of DATABASES) await dropDatabase(`${prefix}${name}`);
}

async function existing(): Promise<string[]> {
  const rows = await adminQuery("SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA");
  return rows.map((row) => String(row["name"])).filter((name) => name.startsWith(prefix));
}

describe("makeDemo on a server", () => {
  afterEach(dropAll);

  it("creates its databases and fills them with every row", async () => {
    // One of them may be there already, if it is empty.
    await adminQuery(`CREATE DATABASE \`${prefix}cinder\``);
    const { databases, totals } = await makeDemo({
      where: { mysqlUrl: serverUrl(), prefix },
      now: NOW,
      images: 1000,
    });
    expect(databases.nova_api).toBe(new URL(`/${prefix}nova_api`, sharedServerUrl()).href);
    const cloud = collectCloud({ images: 1000 });
    expect(totals).toEqual(cloud.totals);
    for (const [key, rows] of cloud.tables) {
      const [row] = await adminQuery(`SELECT COUNT(*) AS found FROM ${prefix}${key}`);
      expect([key, Number(row?.["found"])]).toEqual([key, rows.length]);
    }
    const [image] = await adminQuery(`SELECT * FROM ${prefix}glance.images WHERE name = 'app-07 full width'`);
    expect(image).toMatchObject({ status: "active", created_at: "2025-12-01 12:00:00" });
    const [odd] = await adminQuery(
      `SELECT value FROM ${prefix}glance.image_properties WHERE image_id = ? AND name = 'image_type'`,
      [image?.["id"]],
    );
    expect(odd).toEqual({ value: "ｓｎａｐｓｈｏｔ" });
  });

  it("leads from nova_api to the cells that it made, and writes no password there", async () => {
    await makeDemo({ where: { mysqlUrl: serverUrl(), prefix }, now: NOW, images: 0 });
    const cells = await adminQuery(
      `SELECT database_connection AS url FROM ${prefix}nova_api.cell_mappings ORDER BY id`,
    );
    for (const [cell, { url }] of cells.entries()) {
      expect(url).toMatch(/^mysql\+pymysql:\/\//);
      expect(url).toContain(`/${prefix}nova_cell${cell}`);
      expect(new URL(url.replace("mysql+pymysql:", "mysql:")).password).toBe("");
    }
  });

  it("refuses a server where one of its databases has a table, and changes nothing", async () => {
    await adminQuery(`CREATE DATABASE \`${prefix}keystone\``);
    await adminQuery(`CREATE TABLE ${prefix}keystone.precious (id int)`);
    const made = makeDemo({ where: { mysqlUrl: serverUrl(), prefix }, now: NOW });
    await expect(made).rejects.toThrow(UsageError);
    await expect(made).rejects.toThrow(`${prefix}keystone (1 tables)`);
    expect(await existing()).toEqual([`${prefix}keystone`]);
  });

  it("says what it made when it fails, and drops nothing", async () => {
    const made = makeDemo({
      where: { mysqlUrl: serverUrl(), prefix },
      now: NOW,
      onProgress: ({ rows }) => {
        if (rows > 0) throw new Error("cable cut");
      },
    });
    await expect(made).rejects.toThrow(
      `cable cut. Remove the half of it that was made: DROP DATABASE \`${prefix}glance\``,
    );
    expect((await existing()).length).toBe(DATABASES.length);
  });

  it.each([
    ["a server that is not there", { mysqlUrl: "mysql://me:secret@127.0.0.1:1/" }],
    ["a prefix that no name has", { mysqlUrl: "mysql://me:secret@127.0.0.1:1/", prefix: "a-b." }],
    ["a URL that names a database", { mysqlUrl: "mysql://me:secret@127.0.0.1:1/glance" }],
  ])("refuses %s", async (_, where) => {
    const made = makeDemo({ where, now: NOW });
    await expect(made).rejects.toThrow(UsageError);
    await expect(made).rejects.not.toThrow(/secret/);
  });

  it("puts back every index that it takes off a large cloud's tables", async () => {
    await makeDemo({ where: { mysqlUrl: serverUrl(), prefix }, now: NOW, images: 0 });
    const connection = await createConnection({ uri: serverUrl() });
    // As the demo's own sessions do: one of its rows belongs to no image.
    await connection.query("SET SESSION foreign_key_checks = 0");
    const definitions = async () => {
      const found: string[] = [];
      for (const [key] of collectCloud({ images: 0 }).tables) {
        const [row] = await adminQuery(`SHOW CREATE TABLE ${prefix}${key}`);
        found.push(
          ...String(row?.["Create Table"])
            .split("\n")
            .map((line) => line.replace(/,$/, ""))
            .sort(),
        );
      }
      return found;
    };
    const before = await definitions();
    for (const name of DATABASES) {
      const dropped = await dropIndexes(connection, `${prefix}${name}`);
      expect((await definitions()).length).toBeLessThan(before.length);
      for (const indexes of dropped) await addKeys(connection, indexes);
      for (const indexes of dropped) await addForeignKeys(connection, indexes);
    }
    connection.destroy();
    expect(await definitions()).toEqual(before);
    expect(
      Object.keys(TABLES).filter((table) => !before.join().includes(`TABLE \`${table as TableName}\``)),
    ).toEqual([]);
  });
});
