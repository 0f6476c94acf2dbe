import {
  ExpressionWrapper,
  IdentifierNode,
  RawNode,
  TableNode,
  type AliasedExpression,
  type Expression,
  type OperationNode,
  type SqlBool,
} from "kysely";

/**
 * The closed list of SQL text that Kysely cannot say by itself. A RawNode whose text is not one of these is
 * refused (admit.ts), so a reader cannot bring SQL of its own.
 */
const TEMPLATES = {
  ascending: ["asc"],
  asBytes: ["cast(", " as binary)"],
  descending: ["desc"],
  forceIndex: ["", " force index (", ")"],
  oddNameMysql: ["", " regexp '(?-i)[^a-z0-9_:.-]|^vmware_'"],
  oddNameSqlite: ["(", " glob '*[^a-z0-9_:.-]*' or ", " glob 'vmware_*')"],
} as const;

const KNOWN: ReadonlySet<string> = new Set(Object.values(TEMPLATES).map((parts) => parts.join("\0")));

/** Whether a RawNode carries one of the texts above and nothing else. */
export function isKnownFragment(sqlFragments: readonly string[]): boolean {
  return KNOWN.has(sqlFragments.join("\0"));
}

function fragment<T>(parts: readonly string[], nodes: readonly OperationNode[]): Expression<T> {
  return new ExpressionWrapper<never, never, T>(RawNode.create([...parts], [...nodes]));
}

/**
 * A table alias that carries an index hint, to be given to `.as()`: the optimizer of MySQL and MariaDB is
 * known to leave the primary key for `ix_images_deleted`, which costs a random look-up per row.
 * @param index a name that is known to exist on that table: a missing one is error 1176
 */
function aliasWithIndex(alias: string, index: string): Expression<unknown> {
  return fragment(TEMPLATES.forceIndex, [IdentifierNode.create(alias), IdentifierNode.create(index)]);
}

/**
 * Whether a property name has a character that no wanted name has, or VMware's prefix. Case counts here
 * whatever the collation: (?-i) is understood by PCRE (MariaDB) and ICU (MySQL 8), and GLOB looks at bytes.
 */
export function isOddName(engine: "mysql" | "sqlite", name: Expression<string>): Expression<SqlBool> {
  const node = name.toOperationNode();
  return engine === "mysql"
    ? fragment(TEMPLATES.oddNameMysql, [node])
    : fragment(TEMPLATES.oddNameSqlite, [node, node]);
}

/**
 * Text whose letters are compared byte by byte, as SQLite does in any case: a collation takes several times as long,
 * and would have to be named for each character set.
 */
export function asBytes(engine: "mysql" | "sqlite", text: Expression<string>): Expression<string> {
  return engine === "mysql" ? fragment(TEMPLATES.asBytes, [text.toOperationNode()]) : text;
}

/**
 * A table under an alias, with an index hint where a name is given.
 * @param index a name that is known to exist; undefined for no hint
 */
export function tableWithIndex<Row, Alias extends string>(
  table: string,
  alias: Alias,
  index: string | undefined,
): AliasedExpression<Row, Alias> {
  const source = new ExpressionWrapper<never, never, Row>(TableNode.create(table));
  return index === undefined ? source.as(alias) : source.as<Alias>(aliasWithIndex(alias, index));
}
