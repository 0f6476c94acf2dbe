import type { OperationNode } from "kysely";
import { isKnownFragment } from "./fragments.ts";
import { NODE_KINDS } from "./node-kinds.ts";
import { RefusedStatementError } from "./refusal.ts";

/** Functions without side effects, without locks, without waiting: sleep() and get_lock() are not here. */
const FUNCTIONS: ReadonlySet<string> = new Set([
  "ascii",
  "char_length",
  "coalesce",
  "count",
  "instr",
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

/** The parts of a node, each read once. */
type Parts = Record<string, unknown>;

/**
 * Walks a whole query tree and throws unless it is a SELECT (or an EXPLAIN of one) made only of what a read
 * needs. It is a list of what may pass: a node, function, operator or raw text that is not known is refused,
 * and so are locking reads and INTO OUTFILE, which a READ ONLY session lets through.
 * @returns a copy made of exactly what was judged: what hides from the judgement (an inherited part, a part
 * that answers differently when asked again) is not in it
 * @throws RefusedStatementError naming the part that is not admitted
 */
export function admit(root: OperationNode): OperationNode {
  const parts = partsOf(root);
  if (parts["kind"] !== "SelectQueryNode") {
    throw new RefusedStatementError(`a statement of kind ${String(parts["kind"])}`);
  }
  return judged(parts);
}

function judged(parts: Parts): OperationNode {
  const kind = parts["kind"] as OperationNode["kind"];
  // A node made by hand may carry a kind that the map does not have.
  const verdict: string | undefined = NODE_KINDS[kind];
  if (verdict !== "admitted") throw new RefusedStatementError(`a ${kind}`);
  const offence = offendingPart(parts);
  if (offence !== null) throw new RefusedStatementError(offence);
  if (kind !== "ValueNode" && kind !== "PrimitiveValueListNode") {
    for (const name of Object.keys(parts)) {
      const part = parts[name];
      parts[name] = Array.isArray(part) ? part.map(judgedPart) : judgedPart(part);
    }
  }
  return parts as unknown as OperationNode;
}

function judgedPart(part: unknown): unknown {
  if (typeof part === "function") throw new RefusedStatementError("a function of JavaScript");
  return typeof part === "object" && part !== null ? judged(partsOf(part)) : part;
}

function partsOf(node: object): Parts {
  const parts: Parts = {};
  for (const name of Object.keys(node)) {
    if (name === "__proto__") throw new RefusedStatementError("a part named __proto__");
    const part: unknown = (node as Parts)[name];
    parts[name] = Array.isArray(part) ? Array.from<unknown>(part) : part;
  }
  return parts;
}

/** What is wrong with the parts of a node that the compiler copies into the SQL as they are. */
function offendingPart(node: Readonly<Parts>): string | null {
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
      return offendingValue(node["value"], Boolean(node["immediate"]));
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
