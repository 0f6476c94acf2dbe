import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { buildSchema } from "../../migrations-readonly/index.ts";
import { scratchDatabase, sharedServerUrl, withUrl } from "../support/mysql.ts";
import { startProxy } from "../support/proxy.ts";
import { runCli } from "../support/run-cli.ts";
import { writableMysql } from "../support/sqlite.ts";
import { scratchDirectory } from "./scratch-directory.ts";
import { IMAGES } from "./seed-glance.ts";
import { sharedGlance } from "./shared-glance.ts";

it("goes on without a cell that is lost, and says that the report is not the whole answer", async () => {
  await using cell = await scratchDatabase("lost_cell");
  const db = writableMysql(cell.url);
  await buildSchema(db, "mysql", "nova-cell");
  await db.destroy();
  await using proxy = await startProxy(cell.url);
  proxy.onQuery = (sql) => (/`instances`\s+where `uuid`/i.test(sql) ? "cut" : "forward");
  using directory = scratchDirectory();
  const file = join(directory.path, "images.json");
  const glance = withUrl(sharedServerUrl(), { database: await sharedGlance() });
  const result = await runCli([
    "images",
    "-f",
    "json",
    "-o",
    file,
    "--glance",
    glance,
    "--nova",
    proxy.url(),
  ]);
  expect(result.code).toBe(4);
  expect(result.stderr).toMatch(/^NOT COMPLETE: The connection to .* was lost/m);
  const { rows, audit } = JSON.parse(readFileSync(file, "utf8"));
  expect(rows).toHaveLength(IMAGES);
  expect(audit).toMatchObject({ complete: false, reason: expect.stringContaining("was lost") });
});
