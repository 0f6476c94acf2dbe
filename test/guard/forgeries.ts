import { CompiledQuery, SelectModifierNode, type OperationNode } from "kysely";
import type { WritableDb } from "../support/sqlite.ts";

/** Stands in every text that a forgery tries to smuggle in. */
export const POISON = "poison";

/** A tree as no builder of Kysely makes it. */
export interface Forgery {
  readonly name: string;
  readonly attempt: (db: WritableDb) => Promise<unknown>;
}

type Parts = Readonly<Record<string, unknown>>;

function plainRead(db: WritableDb): Parts {
  return { ...db.selectFrom("images").select("id").orderBy("id").toOperationNode() };
}

function send(db: WritableDb, tree: unknown): Promise<unknown> {
  return db.executeQuery({ ...CompiledQuery.raw("select 1"), query: tree as CompiledQuery["query"] });
}

/** A plain read with some parts of its root replaced. */
function withParts(name: string, parts: () => Parts): Forgery {
  return { name, attempt: (db) => send(db, { ...plainRead(db), ...parts() }) };
}

/** A node where a condition is expected. */
function asCondition(name: string, node: () => unknown): Forgery {
  return withParts(name, () => ({ where: { kind: "WhereNode", where: node() } }));
}

const raw = (text: string) => ({ kind: "RawNode", sqlFragments: [text], parameters: [] });
const one = { kind: "ValueNode", value: 1 };
const reference = { kind: "IdentifierNode", name: "id" };
const orderBy = (item: Parts) => ({
  orderBy: { kind: "OrderByNode", items: [{ kind: "OrderByItemNode", orderBy: reference, ...item }] },
});
const operation = (operator: unknown) => ({
  kind: "BinaryOperationNode",
  leftOperand: one,
  operator: { kind: "OperatorNode", operator },
  rightOperand: one,
});
const text = `0 or '${POISON}' = sleep(9)`;

/** Says something harmless when it is looked at first, and something else afterwards. */
function turncoat(first: string, then: string): () => string {
  let looks = 0;
  return () => (looks++ === 0 ? first : then);
}

function arrayThatIsANode(): unknown[] {
  return Object.assign([], raw(POISON));
}

class Fragments {
  readonly length = 1;
  readonly 0 = text;
  join(): string {
    return "asc";
  }
}

const MODIFIERS = ["ForUpdate", "ForShare", "ForNoKeyUpdate", "ForKeyShare", "NoWait", "SkipLocked"] as const;

/** Each must be refused. */
export const FORGERIES: readonly Forgery[] = [
  { name: "raw text as the whole statement", attempt: (db) => send(db, raw(`delete from ${POISON}`)) },
  { name: "an EXPLAIN of nothing", attempt: (db) => send(db, { kind: "ExplainNode" }) },
  withParts("raw text as a column", () => ({
    selections: [{ kind: "SelectionNode", selection: raw(text) }],
  })),
  withParts("raw text as a table", () => ({ from: { kind: "FromNode", froms: [raw(POISON)] } })),
  asCondition("raw text as a condition", () => raw(text)),
  withParts("raw text as a limit", () => ({ limit: { kind: "LimitNode", limit: raw(POISON) } })),
  withParts("raw text as a direction", () => orderBy({ direction: raw(`asc, ${POISON}`) })),
  withParts("raw text at the end", () => ({ endModifiers: [raw(`into outfile '${POISON}'`)] })),
  withParts("raw text as a modifier", () => ({
    endModifiers: [SelectModifierNode.createWithExpression(raw(POISON) as unknown as OperationNode)],
  })),
  asCondition("a known fragment with more behind it", () => ({
    ...raw("asc"),
    sqlFragments: ["asc", ` ${POISON}`],
    parameters: [one],
  })),
  asCondition("fragments that are no array", () => ({ ...raw(""), sqlFragments: new Fragments() })),
  asCondition("a fragment that changes its mind", () => ({
    ...raw(""),
    sqlFragments: [{ toString: turncoat("asc", text) }],
  })),
  asCondition("text as an operator", () => operation(`= 1 or '${POISON}' =`)),
  asCondition("an operator that changes its mind", () => operation({ toString: turncoat("=", text) })),
  asCondition("an assignment", () => operation(":=")),
  ...["sleep", "SLEEP", "get_lock", "benchmark", "load_file", `lower('${POISON}') or lower`].flatMap(
    (func) => [
      asCondition(`the function ${func}`, () => ({ kind: "FunctionNode", func, arguments: [one] })),
      asCondition(`the aggregate ${func}`, () => ({
        kind: "AggregateFunctionNode",
        func,
        aggregated: [one],
      })),
    ],
  ),
  asCondition("a function that changes its name", () => ({
    kind: "FunctionNode",
    func: { toString: turncoat("lower", "sleep") },
    arguments: [one],
  })),
  withParts("text as a set operation", () => ({
    setOperations: [
      {
        kind: "SetOperationNode",
        operator: `into outfile '${POISON}' union`,
        expression: raw("asc"),
        all: false,
      },
    ],
  })),
  withParts("text as a kind of join", () => ({
    joins: [{ kind: "JoinNode", joinType: `${POISON} join`, table: reference }],
  })),
  withParts("a format of EXPLAIN", () => ({
    explain: { kind: "ExplainNode", format: `json for connection 1 -- ${POISON}` },
  })),
  withParts("options of EXPLAIN", () => ({ explain: { kind: "ExplainNode", options: raw("analyze") } })),
  withParts("text as the place of NULLs", () => orderBy({ nulls: `first, '${POISON}'` })),
  withParts("a collation", () => orderBy({ collation: { kind: "CollateNode", collation: reference } })),
  ...MODIFIERS.map((modifier) =>
    withParts(`the modifier ${modifier}`, () => ({
      endModifiers: [{ kind: "SelectModifierNode", modifier }],
    })),
  ),
  withParts("DISTINCT of a table", () => ({
    frontModifiers: [{ kind: "SelectModifierNode", modifier: "Distinct", of: [reference] }],
  })),
  ...["SpecialNode", "constructor", "__proto__", "", 1, undefined].map((kind) =>
    asCondition(`the kind ${String(kind)}`, () => ({ kind, name: POISON })),
  ),
  asCondition("a kind that changes", () => ({
    ...raw(text),
    kind: { toString: turncoat("ValueNode", "RawNode") },
  })),
  withParts("an array of arrays", () => ({ endModifiers: [arrayThatIsANode()] })),
  asCondition("a part that would be inherited", () =>
    Object.defineProperty({ ...one }, "__proto__", { enumerable: true, value: raw(text) }),
  ),
  asCondition("an object that is no node", () => ({ ...one, value: { [POISON]: 1 } })),
  asCondition("a function", () => () => POISON),
  ...[
    { toSqlString: () => text },
    new Date(0),
    Buffer.from(POISON),
    [POISON],
    () => POISON,
    Symbol(POISON),
    undefined,
  ].flatMap((value) => [
    asCondition(`a parameter of type ${Object.prototype.toString.call(value)}`, () => ({
      kind: "ValueNode",
      value,
    })),
    asCondition(`a list with a ${Object.prototype.toString.call(value)}`, () => ({
      kind: "PrimitiveValueListNode",
      values: [1, value],
    })),
  ]),
  ...[true, 1, "yes"].map((immediate) =>
    asCondition(`a string as text (${immediate})`, () => ({ kind: "ValueNode", value: POISON, immediate })),
  ),
];

/** The compiler must never see the text; what it says of the rest is its own affair. */
export const MISSHAPEN: readonly Forgery[] = [
  asCondition("an array that is a node", arrayThatIsANode),
  asCondition("an empty array", () => []),
  withParts("a node where a list is expected", () => ({ selections: reference })),
];

/** What the guard does not look at, the compiler must not see either: only the plain read may be sent. */
export const HIDDEN_PARTS: readonly Forgery[] = [
  {
    name: "an inherited part",
    attempt: (db) => send(db, Object.assign(Object.create({ endModifiers: [raw(POISON)] }), plainRead(db))),
  },
  {
    name: "a part that is not enumerable",
    attempt: (db) => send(db, Object.defineProperty(plainRead(db), "endModifiers", { value: [raw(POISON)] })),
  },
  {
    name: "a part that changes",
    attempt: (db) => {
      const look = turncoat("", POISON);
      return send(
        db,
        Object.defineProperty({ ...plainRead(db) }, "endModifiers", {
          enumerable: true,
          get: () => (look() === "" ? undefined : [raw(POISON)]),
        }),
      );
    },
  },
  asCondition("a list whose items change", () => {
    const look = turncoat("1", "");
    const item = { enumerable: true, get: () => look() || { [POISON]: true, toSqlString: () => POISON } };
    return { kind: "PrimitiveValueListNode", values: Object.defineProperty([0], 0, item) };
  }),
  {
    name: "other text than that of the tree",
    attempt: (db) =>
      db.executeQuery({ ...db.selectFrom("images").select("id").compile(), sql: `delete from ${POISON}` }),
  },
  {
    name: "other parameters than those of the tree",
    attempt: (db) =>
      db.executeQuery({ ...db.selectFrom("images").select("id").compile(), parameters: [POISON] }),
  },
];
