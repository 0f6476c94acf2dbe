import { buildSchema, GRANTED_TABLES, type Service } from "../../migrations-readonly/index.ts";
import { loadMysql } from "../../src/demo/mysql-writer.ts";
import {
  adminQuery,
  dropDatabase,
  scratchAccount,
  scratchDatabase,
  sharedServerUrl,
  type ScratchAccount,
} from "../support/mysql.ts";
import { writableMysql } from "../support/sqlite.ts";

/** Enough for several pages of each reader. */
const IMAGES = 1_200;
const OLD_IMAGES = 3;

/** Databases on the shared server, and the one account that may read them. */
export interface LoggedCloud {
  readonly user: string;
  /** Options of the program. */
  readonly glance: readonly string[];
  readonly nova: readonly string[];
  readonly novaApi: readonly string[];
  /** Cinder and keystone. */
  readonly others: readonly string[];
  /** As Liberty had it. */
  readonly oldGlance: readonly string[];
  /** A project with few images. */
  readonly owner: string;
  readonly images: readonly string[];
  drop(): Promise<void>;
}

/** Only what `glance-audit grants` gives, of what this release has. */
async function grantReading(account: ScratchAccount, service: Service, database: string): Promise<void> {
  const found = await adminQuery(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?",
    [database],
  );
  const existing = new Set(found.map(({ name }) => String(name)));
  for (const { name } of GRANTED_TABLES[service].filter((table) => existing.has(table.name))) {
    await adminQuery(`GRANT SELECT ON \`${database}\`.\`${name}\` TO ${account.account}`);
  }
}

async function libertyDatabase() {
  const scratch = await scratchDatabase("liberty");
  await using db = writableMysql(scratch.url);
  await buildSchema(db, "mysql", "glance", "liberty");
  const created = { created_at: "2026-01-01 00:00:00", deleted: 0 };
  for (let number = 0; number < OLD_IMAGES; number += 1) {
    const id = `1111111${number}-2222-4333-8444-555555555555`;
    await db
      .insertInto("images")
      .values({ id, status: "active", is_public: 0, min_disk: 0, min_ram: 0, ...created })
      .execute();
    await db
      .insertInto("image_members")
      .values({ image_id: id, member: "m", can_share: 0, status: "accepted", ...created })
      .execute();
  }
  return scratch;
}

/** A synthetic cloud of the demo, and a glance database of a release long gone. */
export async function loggedCloud(): Promise<LoggedCloud> {
  const empty = await scratchDatabase("cloud");
  // The run's prefix: what is left behind by a failure is found and dropped.
  const prefix = `${empty.database}_`;
  await empty.drop();
  const loaded = await loadMysql(sharedServerUrl(), { images: IMAGES, seed: 1, now: new Date(), prefix });
  const glance = `${prefix}glance`;
  const cells = [`${prefix}nova_cell0`, `${prefix}nova_cell1`, `${prefix}nova_cell2`];
  const liberty = await libertyDatabase();
  const others = [`${prefix}nova_api`, `${prefix}cinder`, `${prefix}keystone`] as const;
  const account = await scratchAccount([glance, ...cells, ...others, liberty.database], []);
  await grantReading(account, "glance", glance);
  await grantReading(account, "glance", liberty.database);
  for (const cell of cells) await grantReading(account, "nova-cell", cell);
  const [novaApi, cinder, keystone] = others;
  await grantReading(account, "nova-api", novaApi);
  await grantReading(account, "cinder", cinder);
  await grantReading(account, "keystone", keystone);
  const [few] = await adminQuery(
    `SELECT owner FROM \`${glance}\`.images WHERE owner IS NOT NULL GROUP BY owner ORDER BY COUNT(*), owner LIMIT 1`,
  );
  const images = await adminQuery(
    `SELECT id FROM \`${glance}\`.images WHERE deleted = 0 ORDER BY id LIMIT 2`,
  );
  return {
    user: account.user,
    glance: ["--glance", account.urlFor(glance)],
    nova: ["--cells-complete", ...cells.flatMap((cell) => ["--nova", account.urlFor(cell)])],
    novaApi: ["--nova-api", account.urlFor(novaApi)],
    others: ["--cinder", account.urlFor(cinder), "--keystone", account.urlFor(keystone)],
    oldGlance: ["--glance", account.urlFor(liberty.database)],
    owner: String(few?.["owner"]),
    images: images.map(({ id }) => String(id)),
    async drop() {
      await account.drop();
      await liberty.drop();
      for (const name of Object.keys(loaded.databases)) {
        await dropDatabase(`${prefix}${name}`);
      }
    },
  };
}
