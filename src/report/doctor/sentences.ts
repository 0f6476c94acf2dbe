import type { Check, CheckCode, CheckFacts } from "../../audit/doctor/checks.ts";
import { summarisePrivileges } from "../../guard/grants.ts";
import { describePlan } from "./describe-plan.ts";
import type { Sentence } from "./sentence.ts";

type Sentences = { readonly [Code in CheckCode]: (facts: CheckFacts[Code]) => Sentence };

const say = (subject: string, finding: string, advice: string | null = null): Sentence => ({
  subject,
  finding,
  advice,
});

/** The words for every check. */
const SENTENCES: Sentences = {
  setting: ({ name, value, source }) =>
    say(name, `${value ?? "given, not shown"} (${source === "default" ? "by default" : `from ${source}`})`),
  unusable: ({ reason, message }) => say("connection", `cannot be used (${reason})`, message),
  server: ({ flavour, version, hostname }) =>
    say("server", `${flavour} ${version}${hostname === null ? "" : ` on ${hostname}`}`),
  encryption: ({ version, cipher, local }) =>
    cipher !== null
      ? say("encryption", `${version ?? "TLS"}, ${cipher}`)
      : local
        ? say("encryption", "none, on this machine")
        : say(
            "encryption",
            "none: all that is read goes over the network as it is",
            "Have TLS set up on the server; --ssl-mode REQUIRED then insists on it.",
          ),
  "read-only": ({ server, administrators, sources }) =>
    say(
      "read_only",
      [
        server === null ? "not told" : onOff(server),
        ...(administrators === null ? [] : [`super_read_only ${onOff(administrators)}`]),
        ...(sources === 0 ? ["not a replica"] : []),
      ].join(", "),
    ),
  replication: describeReplication,
  "replication-unseen": ({ flavour }) =>
    say(
      "replication",
      "whether it is a replica, the account may not see",
      `Optional: GRANT ${flavour === "mariadb" ? "REPLICA MONITOR" : "REPLICATION CLIENT"} ON *.* to it; --max-lag needs that.`,
    ),
  galera: ({ cluster_status: status, cluster_size: size, node_state: state }) =>
    status === "Primary" && state === "Synced"
      ? say("galera", `${status}, ${state}, ${size} nodes`)
      : say(
          "galera",
          `${status}, ${state}, ${size} nodes`,
          "Ask a node that is Primary and Synced: this one may be behind, or cut off.",
        ),
  generation: ({ revisions, releases, known }) =>
    say(
      "schema",
      `${revisions.length === 0 ? "revision not told" : revisions.join(" + ")}; ${known ? "" : "fits best "}${listReleases(releases)}`,
      known || revisions.length === 0
        ? null
        : "Not known here, perhaps newer: what differs is told below, and columns are used as far as they are there.",
    ),
  "half-upgraded": ({ revisions }) =>
    say(
      "schema",
      `an upgrade stopped half-way: alembic_version has ${revisions.join(" and ")}`,
      "Fine during a rolling upgrade. Otherwise: `glance-manage db migrate`, then `glance-manage db contract`.",
    ),
  "table-missing": ({ table }) => say(table, "there is no such table", "What it would tell stays unknown."),
  "table-denied": ({ table, sql }) => say(table, "not there, or the account may not read it", sql),
  "columns-missing": ({ table, names }) =>
    say(table, `lacks ${columnsOf(names)}`, "What they would tell stays unknown."),
  "columns-extra": ({ table, names }) =>
    say(table, `has ${columnsOf(names)} that upstream has not: not read`),
  "index-missing": ({ table, index, names }) =>
    say(
      table,
      `has no index on (${names.join(", ")})`,
      `Upstream has ${index}: without it glance itself reads more than it needs, and so may every audit.`,
    ),
  "indexes-extra": ({ table, names }) => say(table, `has ${names.join(", ")}, which upstream has not`),
  collation: ({ collation, columns }) => say("collation", `${collation}, all ${columns} columns of text`),
  "collations-mixed": ({ collations }) =>
    say(
      "collation",
      `mixed: ${collations.map(({ collation, columns, examples }, at) => `${collation} (${at === 0 ? `${columns} columns` : examplesOf(examples, columns)})`).join(", ")}`,
      "Nothing to us, as values are compared here and not in SQL. Joins by hand may fail with error 1267.",
    ),
  "collations-differ": ({ databases }) =>
    say(
      "collation",
      databases.map(([database, collation]) => `${database} ${collation}`).join(", "),
      "Nothing to us, as databases are never joined. Joins between them by hand fail with error 1267 unless COLLATE is written.",
    ),
  account: ({ account }) => say("account", `${account}, can read only`),
  "account-could-write": ({ account, privileges, sql }) =>
    say(
      "account",
      `${account} could write: ${summarisePrivileges(privileges)}`,
      ["One that cannot:", ...sql].join("\n"),
    ),
  unchecked: ({ what, message }) => say(what, "could not be looked at", message),
  rows: ({ tables }) =>
    say("rows", tables.map(([table, rows]) => `${table} ${rows.toLocaleString("en")}`).join("; "), null),
  query: describePlan,
  "query-unexplained": ({ purpose, message }) => say(purpose, "could not be explained", message),
  cells: ({ found }) =>
    found === 0
      ? say(
          "cells",
          "none found: cell_mappings is empty",
          "`nova-manage cell_v2 list_cells` tells what nova itself knows.",
        )
      : say("cells", `${found} found`),
  cell: ({ name, uuid, disabled, account, where, usable }) =>
    say(
      name,
      [
        uuid,
        where,
        ...(disabled ? ["disabled"] : []),
        usable ? (account === null ? "read" : `read with ${ACCOUNTS[account]}`) : "CANNOT BE READ, see below",
      ]
        .filter((part) => part !== null)
        .join(", "),
    ),
};

const ACCOUNTS = {
  "nova-api": "the account of --nova-api",
  stored: "the account stored in cell_mappings",
  given: "the account that was given",
} as const;

function describeReplication({
  channel,
  lag_seconds: lag,
  io_running: io,
  sql_running: sql,
}: CheckFacts["replication"]): Sentence {
  const subject = channel === "" ? "replication" : `replication ${channel}`;
  if (lag === null) {
    return say(
      subject,
      `a replica that is stopped or not connected (IO thread ${io}, SQL thread ${sql})`,
      "What is read may be old. See SHOW REPLICA STATUS for the error, or ask another server.",
    );
  }
  return say(
    subject,
    `a replica, ${lag} s behind`,
    lag > 60 ? "What is read is that old; --max-lag waits." : null,
  );
}

function onOff(value: boolean): string {
  return value ? "ON" : "OFF";
}

function listReleases(releases: readonly string[]): string {
  const [first, last] = [releases[0], releases.at(-1)];
  if (first === undefined || last === undefined) return "between two releases";
  return first === last ? first : `${first} to ${last}`;
}

function columnsOf(names: readonly string[]): string {
  return `the column${names.length === 1 ? "" : "s"} ${names.join(", ")}`;
}

function examplesOf(examples: readonly string[], columns: number): string {
  const more = columns - examples.length;
  return `${examples.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** The words for one check. */
export function sentenceOf({ code, facts }: Check): Sentence {
  // Each code goes with its own facts, which the compiler cannot follow through a table.
  return (SENTENCES[code] as (facts: Check["facts"]) => Sentence)(facts);
}
