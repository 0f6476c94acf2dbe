import { adminQuery, scratchAccount } from "../support/mysql.ts";
import type { ScratchAccount } from "../support/mysql.ts";
import { startProxy } from "../support/proxy.ts";
import type { FaultProxy, QueryFate } from "../support/proxy.ts";

/** A way to a database that can be disturbed, with an account of its own: what runs under it is ours. */
export interface Route extends AsyncDisposable {
  readonly proxy: FaultProxy;
  readonly account: ScratchAccount;
  /** The database, through the proxy. */
  readonly url: string;
}

export async function routeTo(database: string): Promise<Route> {
  const account = await scratchAccount(database);
  const proxy = await startProxy(account.url);
  return {
    proxy,
    account,
    url: proxy.url(),
    [Symbol.asyncDispose]: async () => {
      await proxy[Symbol.asyncDispose]();
      await account.drop();
    },
  };
}

/** What the server runs for an account. */
export interface RunningStatement {
  readonly id: number;
  readonly command: string;
  readonly sql: string;
}

/** The connections of an account, and what they do. */
export async function connectionsOf({ user }: ScratchAccount): Promise<RunningStatement[]> {
  const rows = await adminQuery(
    "SELECT id AS id, command AS command, info AS info FROM information_schema.processlist WHERE user = ?",
    [user],
  );
  return rows.map(({ id, command, info }) => ({ id: Number(id), command, sql: String(info ?? "") }));
}

/** A statement that brings rows; what comes before is the opening of the database. */
const PAGE = /^select /;

/** One of a snapshot that lists images, thousands at a time: when the second is sent, rows of the first have come. */
const LISTING = /^select .* from `images` as `i`.* order by `i`\.`id`/s;

type Act = () => QueryFate | Promise<QueryFate>;

/**
 * Does something each time one of these pages is asked for (1 is the first), before the question is passed on.
 * A page that is asked for again counts again.
 */
export function atPages(proxy: FaultProxy, pages: readonly number[], act: Act): void {
  atStatements(proxy, PAGE, pages, act);
}

/** The same of the statements of a snapshot that list images. */
export function atListings(proxy: FaultProxy, listings: readonly number[], act: Act): void {
  atStatements(proxy, LISTING, listings, act);
}

function atStatements(proxy: FaultProxy, counted: RegExp, numbers: readonly number[], act: Act): void {
  let asked = 0;
  proxy.onQuery = (sql) => {
    if (!counted.test(sql)) return "forward";
    asked += 1;
    return numbers.includes(asked) ? act() : "forward";
  };
}
