import type { OperationNode } from "kysely";
import { isKnownFragment } from "./fragments.ts";
import { NODE_KINDS } from "./node-kinds.ts";
import { RefusedStatementError } from "./refusal.ts";

/** Functions without side effects, without locks, without waiting: sleep() and get_lock() are not here. */
const FUNCTIONS: ReadonlySet<string> = new Set([
  "ascii",
  "cast",
  "char_length",
  "coalesce",
  "count",
  "length",
  "lower",
  "max",
  "min",
  "right",
  "sum",
  "trim",
]);
const OPERATORS: ReadonlySet<string> = new Set([
  ..."= != <> < <= > >= in is like not".split(" "),
  "not in",
  "is not",
  "not like",
  "exists",
  "not exists",
]);
const JOINS: ReadonlySet<string> = new Set(["InnerJoin", "LeftJoin"]);
const VALUE_TYPES: ReadonlySet<string> = new Set(["string", "number", "bigint", "boolean"]);

/**
 * Walks a whole query tree and throws unless it is a SELECT (or an EXPLAIN of one) made only of what a read
 * needs. It is a list of what may pass: a node, function, operator or raw text that is not known is refused,
 * and so are locking reads and INTO OUTFILE, which a READ ONLY session lets through.
 * @throws RefusedStatementError naming the part that is not admitted
 */
export function admit(root: OperationNode): void {
  if (root.kind !== "SelectQueryNode") throw new RefusedStatementError(`a statement of kind ${root.kind}`);
  walk(root);
}

function walk(node: OperationNode): void {
  // A node made by hand may carry a kind that the map does not have.
  const verdict: string | undefined = NODE_KINDS[node.kind];
  if (verdict !== "admitted") throw new RefusedStatementError(`a ${node.kind}`);
  const part = offendingPart(node as unknown as Readonly<Record<string, unknown>>);
  if (part !== null) throw new RefusedStatementError(part);
  if (node.kind === "ValueNode" || node.kind === "PrimitiveValueListNode") return;
  for (const child of Object.values(node)) {
    if (Array.isArray(child)) {
      for (const item of child) if (isNode(item)) walk(item);
    } else if (isNode(child)) {
      walk(child);
    }
  }
}

/** What is wrong with the parts of a node that the compiler copies into the SQL as they are. */
function offendingPart(node: Readonly<Record<string, unknown>>): string | null {
  switch (node["kind"]) {
    case "RawNode":
      return isKnownFragment(node["sqlFragments"] as readonly string[])
        ? null
        : `the raw SQL «${String(node["sqlFragments"])}»`;
    case "FunctionNode":
    case "AggregateFunctionNode":
      return FUNCTIONS.has(String(node["func"])) ? null : `the function ${String(node["func"])}()`;
    case "OperatorNode":
      return OPERATORS.has(String(node["operator"])) ? null : `the operator ${String(node["operator"])}`;
    case "JoinNode":
      return JOINS.has(String(node["joinType"])) ? null : `a join of type ${String(node["joinType"])}`;
    case "SetOperationNode":
      return node["operator"] === "union" ? null : `a set operation ${String(node["operator"])}`;
    case "SelectModifierNode":
      return node["modifier"] === "Distinct" && node["of"] === undefined
        ? null
        : `the modifier ${String(node["modifier"] ?? "(raw)")}`;
    case "ExplainNode":
      return node["format"] === undefined && node["options"] === undefined ? null : "an EXPLAIN with options";
    case "OrderByItemNode":
      return node["nulls"] === undefined ? null : "an ordering of NULLs";
    case "ValueNode":
      return offendingValue(node["value"], node["immediate"] === true);
    case "PrimitiveValueListNode":
      return (node["values"] as readonly unknown[]).reduce<string | null>(
        (found, value) => found ?? offendingValue(value, false),
        null,
      );
    default:
      return null;
  }
}

/** mysql2 turns an object that is given as a value into SQL of its own, so only plain values may pass. */
function offendingValue(value: unknown, immediate: boolean): string | null {
  if (value === null) return null;
  if (immediate && typeof value === "string") return "a string that is not a parameter";
  return VALUE_TYPES.has(typeof value) ? null : `a parameter of type ${typeof value}`;
}

function isNode(thing: unknown): thing is OperationNode {
  return typeof thing === "object" && thing !== null && "kind" in thing;
}
