import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../support/free-port.ts";
import { adminQuery, withUrl } from "../../support/mysql.ts";
import { doctor, grantedDatabase, misspelled, rowOf, type GrantedDatabase } from "./run-doctor.ts";

const resources = new AsyncDisposableStack();
let glance: GrantedDatabase;
let api: GrantedDatabase;
let cell: GrantedDatabase;

beforeAll(async () => {
  [glance, api, cell] = await Promise.all([
    grantedDatabase("glance"),
    grantedDatabase("nova-api"),
    grantedDatabase("nova-cell"),
  ]);
  for (const database of [glance, api, cell]) resources.use(database);
});
afterAll(() => resources.disposeAsync());

/** Puts the cells into cell_mappings in the place of those that are there. */
async function mapCells(cells: readonly { name: string; url: string; disabled?: boolean }[]): Promise<void> {
  await adminQuery(`DELETE FROM \`${api.database}\`.cell_mappings`);
  for (const [at, { name, url, disabled = false }] of cells.entries()) {
    await adminQuery(
      `INSERT INTO \`${api.database}\`.cell_mappings (uuid, name, transport_url, database_connection, disabled) VALUES (?, ?, '', ?, ?)`,
      [`00000000-0000-4000-8000-00000000000${at}`, name, url, disabled],
    );
  }
}

const given = (): string[] => ["--glance", glance.url, "--nova-api", api.url];

test("each cell is looked at, with the account that may, and one that is lost is told", async () => {
  const lost = withUrl(cell.url, { host: "127.0.0.1", port: await freePort() });
  await mapCells([
    { name: "cell1", url: cell.url },
    { name: "cell2", url: lost, disabled: true },
    { name: "cell3", url: "{scheme}://{username}@{hostname}/nova" },
  ]);
  const report = await doctor(given(), { secrets: [glance.password, api.password, cell.password] });
  expect(report.code).toBe(4);
  expect(report.attention).toEqual([
    "cell2 problem unusable connection",
    "cell3 problem unusable connection",
  ]);
  expect(rowOf(report, "nova-api", "cells").finding).toBe("3 found");
  // The account of the API database may not read the cell, so the stored one is taken.
  expect(rowOf(report, "nova-api", "cell", "cell1")).toMatchObject({
    level: "ok",
    finding: expect.stringMatching(/-000000000000, .*, read with the account stored in cell_mappings$/),
  });
  expect(rowOf(report, "nova-api", "cell", "cell2")).toMatchObject({
    level: "note",
    finding: expect.stringMatching(/disabled, CANNOT BE READ/),
  });
  expect(rowOf(report, "cell1", "account").finding).toContain(cell.user);
  expect(rowOf(report, "cell1", "setting", "user").finding).toBe(`${cell.user} (from database_connection)`);
  expect(rowOf(report, "cell2", "unusable").finding).toBe("cannot be used (refused)");
  expect(rowOf(report, "cell3", "unusable")).toMatchObject({
    finding: "cannot be used (address)",
    advice: expect.stringContaining("is a template"),
  });
});

test("the account of --nova-api is taken where it may read the cell", async () => {
  await mapCells([{ name: "cell1", url: misspelled(cell) }]);
  await adminQuery(`GRANT SELECT ON \`${cell.database}\`.* TO '${api.user}'@'%'`);
  const report = await doctor(given(), { secrets: [api.password, cell.password] });
  expect(report).toMatchObject({ code: 0, attention: [] });
  expect(rowOf(report, "nova-api", "cell", "cell1").finding).toMatch(/read with the account of --nova-api$/);
  expect(rowOf(report, "cell1", "setting", "user").finding).toBe(`${api.user} (from --nova-api)`);
  await adminQuery(`REVOKE SELECT ON \`${cell.database}\`.* FROM '${api.user}'@'%'`);
});

test("a cell that is given as well is looked at once", async () => {
  await mapCells([{ name: "cell1", url: cell.url }]);
  const report = await doctor([...given(), "--nova", cell.url]);
  expect(report).toMatchObject({ code: 0, attention: [], totals: { databases: 3 } });
  expect(rowOf(report, "nova-api", "cell").finding).toContain("read with the account that was given");
});

test("no cells at all is worth a warning", async () => {
  await mapCells([]);
  const report = await doctor(given());
  expect(report).toMatchObject({ code: 0, attention: ["nova-api warning cells cells"] });
  expect(rowOf(report, "nova-api", "cells").advice).toContain("nova-manage cell_v2 list_cells");
});

test("without the API database the cells that were given are looked at", async () => {
  const report = await doctor(["--glance", glance.url, "--nova-api", misspelled(api), "--nova", cell.url]);
  expect(report.code).toBe(4);
  expect(report.attention).toEqual(["nova-api problem unusable connection"]);
  expect(rowOf(report, cell.database, "generation").level).toBe("ok");
});
