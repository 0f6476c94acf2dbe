import type { AliasNode, OperationNode } from "kysely";
import type { HasOperationNode } from "../../guard/guarded-connection.ts";

/**
 * Which table each alias of a query stands for: plans name only the alias. In a union one alias may stand for several
 * tables, in the order in which the plan comes to them.
 */
export function tablesIn(query: HasOperationNode): (alias: string) => string {
  const tables = new Map<string, string[]>();
  collect(query.toOperationNode(), tables);
  return (alias) => {
    const [next = alias, ...others] = tables.get(alias) ?? [];
    if (others.length > 0) tables.set(alias, others);
    return next;
  };
}

function collect(node: OperationNode, tables: Map<string, string[]>): void {
  if (node.kind === "AliasNode") {
    const { alias, node: source } = node as AliasNode;
    const table = identifiersIn(source)[0];
    // With an index hint the alias is a fragment, of which the first identifier is the alias.
    const name = identifiersIn(alias)[0];
    if (source.kind === "TableNode" && table !== undefined && name !== undefined) {
      tables.set(name, [...(tables.get(name) ?? []), table]);
    }
  }
  for (const child of childrenOf(node)) collect(child, tables);
}

function identifiersIn(node: OperationNode): string[] {
  if (node.kind === "IdentifierNode") return [(node as OperationNode & { readonly name: string }).name];
  return childrenOf(node).flatMap(identifiersIn);
}

function childrenOf(node: OperationNode): OperationNode[] {
  return Object.values(node).flatMap((part: unknown) =>
    (Array.isArray(part) ? (part as unknown[]) : [part]).filter(isNode),
  );
}

function isNode(part: unknown): part is OperationNode {
  return typeof part === "object" && part !== null && "kind" in part;
}
