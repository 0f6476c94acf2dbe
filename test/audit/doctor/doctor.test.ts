import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scratchDirectory } from "../../faults/scratch-directory.ts";
import { makeAuthority } from "../../support/certificates.ts";
import { freePort } from "../../support/free-port.ts";
import { adminQuery, scratchAccount, scratchDatabase, withUrl } from "../../support/mysql.ts";
import { runCli } from "../../support/run-cli.ts";
import { doctor, grantedDatabase, misspelled, rowOf, type GrantedDatabase } from "./run-doctor.ts";

const resources = new AsyncDisposableStack();
let glance: GrantedDatabase;
let cell: GrantedDatabase;

beforeAll(async () => {
  glance = resources.use(await grantedDatabase("glance"));
  cell = resources.use(await grantedDatabase("nova-cell"));
});
afterAll(() => resources.disposeAsync());

describe.concurrent("a sound glance", () => {
  test("has nothing that asks for attention", async () => {
    const report = await doctor(["--glance", glance.url], { secrets: [glance.password] });
    expect(report).toMatchObject({ code: 0, attention: [], audit: { complete: true, reason: null } });
    expect(report.totals).toMatchObject({ databases: 1, warning: 0, problem: 0 });
    expect(report.totals["ok"]).toBeGreaterThan(20);
    expect(rowOf(report, "glance", "generation").finding).toBe("2024_1_contract01; 2024.1 to 2026.1");
    expect(rowOf(report, "glance", "account").finding).toContain(`${glance.user}@%, can read only`);
    expect(rowOf(report, "glance", "collation").finding).toContain("utf8mb3_general_ci");
    expect(rowOf(report, "glance", "rows").finding).toContain("image_properties 0");
    expect(rowOf(report, "glance", "server").finding).toMatch(/^(?:mariadb|mysql) \d+\.\d+\.\d+/);
    expect(rowOf(report, "glance", "read-only").finding).toMatch(/^OFF/);
  });

  test("and the account may be told of replication, or not", async () => {
    const report = await doctor(["--glance", glance.url]);
    const unseen = rowOf(report, "glance", "replication-unseen");
    expect(unseen).toMatchObject({ level: "note", advice: expect.stringMatching(/^Optional: GRANT REPL/) });
  });

  test("says where each setting came from, and of a password only that", async () => {
    const { host, port, user, password } = partsOf(glance.url);
    const args = ["--glance", `mysql:///${glance.database}`, "--host", host, "--port", port, "--user", user];
    const report = await doctor([...args, "--ssl-mode", "PREFERRED"], {
      env: { MYSQL_PWD: password },
      secrets: [password],
    });
    const settings = report.rows.filter(({ check }) => check === "setting");
    expect(settings.map(({ subject, finding }) => [subject, finding])).toEqual([
      ["host", `${host} (from --host)`],
      ["port", `${port} (from --port)`],
      ["user", `${user} (from --user)`],
      ["password", "given, not shown (from MYSQL_PWD)"],
      ["database", `${glance.database} (from --glance)`],
      ["ssl-mode", "PREFERRED (from --ssl-mode)"],
    ]);
  });
});

describe.concurrent("a database that cannot be used", () => {
  test("wrong password", async () => {
    const { level, finding, advice } = await why(misspelled(glance));
    expect({ level, finding }).toEqual({ level: "problem", finding: "cannot be used (password)" });
    expect(advice).toMatch(/password is wrong\. Check both/);
  });

  test("refused", async () => {
    const { finding, advice, report } = await why(
      withUrl(glance.url, { host: "127.0.0.1", port: await freePort() }),
    );
    expect(finding).toBe("cannot be used (refused)");
    expect(advice).toMatch(/nothing listens there\. Check the host and port/);
    expect(rowOf(report, "glance", "setting", "host").finding).toBe("127.0.0.1 (from --glance)");
  });

  test("unknown host", async () => {
    const { finding } = await why(withUrl(glance.url, { host: "no-such-host.invalid" }));
    expect(finding).toBe("cannot be used (dns)");
  });

  test("TLS that is asked for and does not come about", async () => {
    using directory = scratchDirectory();
    writeFileSync(directory.file("ca.pem"), makeAuthority("authority of a test").cert);
    const ca = ["--ssl-mode", "VERIFY_CA", "--ssl-ca", directory.file("ca.pem")];
    const report = await doctor(["--glance", glance.url, ...ca]);
    expect(report.code).toBe(3);
    expect(rowOf(report, "glance", "unusable").finding).toBe("cannot be used (tls)");
  });

  test("a database that the account may not use", async () => {
    const { finding } = await why(withUrl(glance.url, { database: "mysql" }));
    expect(finding).toBe("cannot be used (privilege)");
  });

  test("no such database", async () => {
    const grants = ["GRANT SELECT ON *.* TO {account}"];
    await using reader = await scratchAccount(glance.database, grants);
    const { finding, advice } = await why(reader.urlFor("no_such_glance"));
    expect(finding).toBe("cannot be used (database)");
    expect(advice).toContain("SHOW DATABASES");
  });

  test("not a glance: the server is looked at all the same", async () => {
    await using reader = await scratchAccount(cell.database);
    const { finding, advice, report } = await why(reader.url);
    expect(finding).toBe("cannot be used (schema)");
    expect(advice).toMatch(/no table images in .* not a glance database\. Give the one/);
    expect(rowOf(report, "glance", "account").finding).toContain(reader.user);
    expect(report.rows.filter(({ database, check }) => database === "glance" && check === "query")).toEqual(
      [],
    );
  });

  test("a needed table that the account may not read, with the grant", async () => {
    const grants = ["GRANT SELECT ON {database}.images TO {account}"];
    await using reader = await scratchAccount(glance.database, grants);
    const { finding, report } = await why(reader.url);
    expect(finding).toBe("cannot be used (privilege)");
    const denied = rowOf(report, "glance", "table-denied", "image_properties");
    expect(denied.advice).toBe(
      `GRANT SELECT ON \`${glance.database}\`.\`image_properties\` TO '${reader.user}'@'%';`,
    );
    await adminQuery(String(denied.advice));
    const later = await doctor(["--glance", reader.url]);
    expect(later.code).toBe(0);
    expect(later.attention).toContain("glance warning table-denied image_members");
    expect(later.attention).not.toContain("glance warning table-denied image_properties");
  });

  test("another one than glance is exit code 4", async () => {
    const report = await doctor(["--glance", glance.url, "--nova", misspelled(cell)]);
    expect(report).toMatchObject({ code: 4, audit: { reason: `${cell.database} cannot be used.` } });
    expect(report.attention).toEqual([`${cell.database} problem unusable connection`]);
  });
});

describe.concurrent("an account that could write", () => {
  test("is warned of, with the statements that make one that cannot", async () => {
    await using writer = await scratchAccount(glance.database, ["SELECT, INSERT"]);
    const report = await doctor(["--glance", writer.url]);
    expect(report).toMatchObject({ code: 0, attention: ["glance warning account-could-write account"] });
    const { finding, advice } = rowOf(report, "glance", "account-could-write");
    expect(finding).toBe(`${writer.user}@% could write: INSERT`);
    const [, make, ...grants] = String(advice).split("\n");
    expect(make).toMatch(/^CREATE USER IF NOT EXISTS 'glance_audit'@'%'/);
    expect(grants).toContain(`GRANT SELECT ON \`${glance.database}\`.\`images\` TO 'glance_audit'@'%';`);
  });
});

describe.concurrent("a schema", () => {
  test("half upgraded", async () => {
    await using half = await grantedDatabase("glance", "rocky_contract02+2024_1_expand01");
    const report = await doctor(["--glance", half.url]);
    expect(report).toMatchObject({ code: 0, attention: ["glance warning half-upgraded schema"] });
    const { finding, advice } = rowOf(report, "glance", "half-upgraded");
    expect(finding).toMatch(/alembic_version has 2024_1_expand01 and rocky_contract02$/);
    expect(advice).toContain("glance-manage db contract");
  });

  test.each([
    ["liberty", "42; liberty"],
    ["newton", "44; mitaka to newton"],
    ["queens", "queens_contract01; queens"],
    ["zed", "wallaby_contract01; wallaby to zed"],
  ])("of %s is what it should be", async (release, generation) => {
    await using old = await grantedDatabase("glance", release);
    await adminQuery(`GRANT SELECT ON \`${old.database}\`.migrate_version TO '${old.user}'@'%'`);
    const report = await doctor(["--glance", old.url]);
    expect(report).toMatchObject({ code: 0, attention: [] });
    expect(rowOf(report, "glance", "generation").finding).toBe(generation);
  });

  test("of a revision that is not known here is held against the one that fits best", async () => {
    await using later = await grantedDatabase("glance", "zed");
    await later.alter("UPDATE alembic_version SET version_num = '2030_1_contract01'");
    const report = await doctor(["--glance", later.url]);
    expect(report).toMatchObject({ code: 0, attention: [] });
    expect(rowOf(report, "glance", "generation")).toMatchObject({
      level: "note",
      finding: "2030_1_contract01; fits best wallaby to 2026.1",
    });
  });

  test("without an index, with another one, and with a column of somebody's own", async () => {
    await using changed = await grantedDatabase("glance");
    await changed.alter(
      `ALTER TABLE image_properties DROP FOREIGN KEY image_properties_ibfk_1,
         DROP INDEX ix_image_properties_image_id_name, DROP INDEX ix_image_properties_image_id;
       ALTER TABLE images ADD COLUMN site varchar(8), ADD INDEX by_site (site)`,
    );
    const report = await doctor(["--glance", changed.url]);
    expect(report.code).toBe(0);
    const missing = report.rows.filter(({ check }) => check === "index-missing");
    expect(missing.map(({ subject, finding }) => `${subject} ${finding}`).toSorted()).toEqual([
      "image_properties has no index on (image_id)",
      "image_properties has no index on (image_id, name)",
    ]);
    expect(rowOf(report, "glance", "columns-extra")).toMatchObject({ level: "note", subject: "images" });
    expect(rowOf(report, "glance", "indexes-extra").finding).toContain("by_site(site)");
    // The plans tell of it as well.
    const scans = report.rows.filter(({ check, level }) => check === "query" && level === "warning");
    expect(scans.map(({ subject }) => subject)).toContain("images with properties");
    expect(scans[0]?.advice).toContain("No index serves it");
  });

  test("without a column, or a table", async () => {
    await using poor = await grantedDatabase("glance");
    await poor.alter("ALTER TABLE images DROP COLUMN os_hidden; DROP TABLE task_info");
    const report = await doctor(["--glance", poor.url]);
    expect(report.code).toBe(0);
    expect(report.attention).toContain("glance warning columns-missing images");
    expect(report.attention.some((one) => /table-(?:missing|denied) task_info$/.test(one))).toBe(true);
  });
});

describe.concurrent("collations", () => {
  test("mixed inside a database, and different between two", async () => {
    await using mixed = await grantedDatabase("nova-cell");
    await mixed.alter(`ALTER TABLE instance_actions DROP FOREIGN KEY fk_instance_actions_instance_uuid;
       ALTER TABLE instance_actions CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    await using other = await grantedDatabase("keystone");
    await other.alter(
      `ALTER TABLE project DROP FOREIGN KEY project_domain_id_fkey, DROP FOREIGN KEY project_parent_id_fkey;
       ALTER TABLE project CONVERT TO CHARACTER SET utf8mb3 COLLATE utf8mb3_unicode_ci`,
    );
    const report = await doctor(["--glance", glance.url, "--nova", mixed.url, "--keystone", other.url]);
    expect(report).toMatchObject({ code: 0, attention: [] });
    expect(rowOf(report, mixed.database, "collations-mixed")).toMatchObject({
      level: "note",
      finding: expect.stringMatching(/utf8mb3_general_ci \(\d+ columns\), utf8mb4_bin \(instance_actions/),
    });
    expect(rowOf(report, null, "collations-differ")).toMatchObject({
      finding: `glance utf8mb3_general_ci, ${mixed.database} utf8mb3_general_ci, keystone utf8mb3_unicode_ci`,
      advice: expect.stringContaining("1267"),
    });
  });
});

describe.concurrent("as text", () => {
  test("one screen of at most a hundred columns, problems first", async () => {
    const port = await freePort();
    const lost = withUrl(cell.url, { host: "127.0.0.1", port });
    const result = await runCli(["doctor", "--glance", glance.url, "--nova", lost], {
      env: { COLUMNS: "200" },
    });
    expect(result).toMatchObject({ code: 4, stderr: "" });
    const lines = result.stdout.split("\n");
    expect(lines[0]).toMatch(/^ {2}note {5}glance +\d+ notes?$/);
    expect(lines[1]).toMatch(/^ {2}problem {2}\S+ {2}1 problem$/);
    expect(tooLong(lines, 100)).toEqual([]);
    const ofGlance = result.stdout.split("\n\n").find((part) => part.startsWith("glance "));
    expect(ofGlance?.split("\n").length).toBeLessThanOrEqual(45);
    expect(result.stdout).not.toContain(glance.password);
  });

  test("on a narrow terminal, too", async () => {
    const result = await runCli(["doctor", "--glance", glance.url], { env: { COLUMNS: "70" } });
    expect(tooLong(result.stdout.split("\n"), 70)).toEqual([]);
  });

  test("a file takes it", async () => {
    const { stdout } = await runCli(["doctor", "--glance", glance.url, "-o", "/dev/null"]);
    expect(stdout).toBe("");
  });
});

test("an empty database is no glance either", async () => {
  await using empty = await scratchDatabase("empty");
  await using reader = await scratchAccount(empty.database);
  const report = await doctor(["--glance", reader.url]);
  expect(report.code).toBe(3);
  expect(rowOf(report, "glance", "unusable").finding).toBe("cannot be used (schema)");
});

/** A name that is longer than the room cannot be broken, and databases of tests have long names. */
function tooLong(lines: readonly string[], width: number): string[] {
  return lines.filter((line) => line.length > width && !/\S{30,}$/.test(line));
}

function partsOf(url: string) {
  const { hostname, port, username, password } = new URL(url);
  return { host: hostname, port, user: username, password: decodeURIComponent(password) };
}

/** Why a glance cannot be used, and what else was found. */
async function why(url: string) {
  const report = await doctor(["--glance", url, "--nova", cell.url], { secrets: [glance.password] });
  expect(report).toMatchObject({ code: 3, audit: { complete: false } });
  // Whatever is wrong with glance, the others are looked at.
  expect(rowOf(report, cell.database, "generation").finding).toBe("revision not told; fits best zed");
  const { level, finding, advice } = rowOf(report, "glance", "unusable");
  return { level, finding, advice, report };
}
