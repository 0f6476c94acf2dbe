import { ByteSum } from "../../judge/byte-sum.ts";
import type { ImageFacts } from "../../judge/image-facts.ts";
import type { ImageVerdict } from "../../judge/judge-image.ts";
import type { ImageTally } from "../../judge/totals.ts";
import type { ShownColumn } from "../../read/glance/image-columns.ts";
import { judgePages } from "./judge-pages.ts";
import type { JudgeOptions } from "./judge-stretch.ts";
import type { Row } from "../row.ts";
import type { SummaryKey } from "./summary-keys.ts";
import type { Databases } from "../with-databases.ts";

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

type KeyValue = string | null;

/** What has been counted for the first keys of a row, and below it by the next key. */
class Group {
  readonly values: readonly KeyValue[];
  readonly sizeBytes = new ByteSum();
  readonly #below = new Map<KeyValue, Group>();
  images = 0;

  constructor(values: readonly KeyValue[]) {
    this.values = values;
  }

  at(value: KeyValue): Group {
    let group = this.#below.get(value);
    if (group === undefined) this.#below.set(value, (group = new Group([...this.values, value])));
    return group;
  }

  /** The groups of whole rows. */
  *rows(): Generator<Group> {
    if (this.images > 0) yield this;
    for (const group of this.#below.values()) yield* group.rows();
  }
}

/** `summary`, told what to count by. */
export interface SummaryOptions extends JudgeOptions {
  readonly by: readonly SummaryKey[];
}

/** Counts images and bytes by the given keys; the largest group comes first. */
export async function summarise(
  databases: Databases,
  options: SummaryOptions,
  tally: ImageTally,
): Promise<Row[]> {
  const root = new Group([]);
  const valuesOf = options.by.map((key) => VALUE_OF[key]);
  const judging = { ...options, unread: unreadColumns(options) };
  for await (const { judged } of judgePages(databases, judging, tally)) {
    for (const { image, verdict } of judged) {
      let group = root;
      for (const valueOf of valuesOf) group = group.at(valueOf(image, verdict));
      group.images += 1;
      group.sizeBytes.add(image.sizeBytes);
    }
  }
  return [...root.rows()].sort(largestFirst).map((group) => rowOf(options.by, group));
}

/** People's columns are read only where they are counted or filtered by. */
function unreadColumns({ by, filters }: SummaryOptions): ReadonlySet<ShownColumn> {
  const ownerIsRead = by.includes("owner") || filters.owners !== undefined;
  return new Set(ownerIsRead ? ["name", "updated_at"] : ["name", "owner", "updated_at"]);
}

function largestFirst(left: Group, right: Group): number {
  return right.images - left.images || (JSON.stringify(left.values) < JSON.stringify(right.values) ? -1 : 1);
}

function rowOf(by: readonly SummaryKey[], { values, images, sizeBytes }: Group): Row {
  const keys = Object.fromEntries(by.map((key, at) => [key, values[at] ?? null]));
  return { ...keys, images, size_bytes: sizeBytes.total };
}
