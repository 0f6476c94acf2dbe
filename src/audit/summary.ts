import type { ImageFacts } from "../judge/image-facts.ts";
import type { ImageVerdict } from "../judge/judge-image.ts";
import type { ImageTally } from "../judge/totals.ts";
import { judgePages } from "./judge-pages.ts";
import type { JudgeOptions } from "./judge-stretch.ts";
import type { Column, Row } from "./row.ts";
import type { SummaryKey } from "./summary-keys.ts";
import type { Databases } from "./with-databases.ts";

const VALUE_OF: Readonly<Record<SummaryKey, (image: ImageFacts, verdict: ImageVerdict) => string | null>> = {
  class: (_, verdict) => verdict.classification.class,
  kind: (_, verdict) => verdict.kind,
  cause: (_, verdict) => verdict.explanation?.cause ?? null,
  owner: (image) => image.owner,
  status: (image) => image.status,
  visibility: (image) => image.visibility,
  instance_state: (_, verdict) => verdict.instanceState,
  year: (image) => image.createdAt.slice(0, 4),
};

/** The columns of `summary`: what it counts by, then how many images and bytes. */
export function summaryColumns(by: readonly SummaryKey[]): readonly Column[] {
  return [
    ...by.map((name) => ({ name, type: "text" as const })),
    { name: "images", type: "integer" },
    { name: "size_bytes", type: "integer" },
  ];
}

interface Group {
  readonly values: readonly (string | null)[];
  images: number;
  sizeBytes: bigint;
}

/** Counts images and bytes by the given keys; the largest group comes first. */
export async function summarise(
  databases: Databases,
  options: JudgeOptions & { readonly by: readonly SummaryKey[] },
  tally: ImageTally,
): Promise<Row[]> {
  const groups = new Map<string, Group>();
  for await (const page of judgePages(databases, options, tally)) {
    for (const { image, verdict } of page) {
      const values = options.by.map((key) => VALUE_OF[key](image, verdict));
      const id = JSON.stringify(values);
      const group = groups.get(id) ?? { values, images: 0, sizeBytes: 0n };
      groups.set(id, group);
      group.images += 1;
      group.sizeBytes += BigInt(image.sizeBytes ?? 0);
    }
  }
  return [...groups.entries()]
    .sort(([left, a], [right, b]) => b.images - a.images || (left < right ? -1 : 1))
    .map(([, group]) => rowOf(options.by, group));
}

function rowOf(by: readonly SummaryKey[], { values, images, sizeBytes }: Group): Row {
  const keys = Object.fromEntries(by.map((key, at) => [key, values[at] ?? null]));
  return { ...keys, images, size_bytes: sizeBytes };
}
