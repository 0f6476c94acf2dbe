import { IncompleteError } from "../errors.ts";
import { matchesImage, matchesVerdict, type ImageFilters } from "../judge/filters.ts";
import type { ImageFacts, NovaFacts } from "../judge/image-facts.ts";
import { judgeImage, type ImageVerdict } from "../judge/judge-image.ts";
import { ImageTally } from "../judge/totals.ts";
import type { GlanceHandle } from "../read/glance-handle.ts";
import type { NovaHandle } from "../read/open-nova.ts";
import type { PropertyWatch, ScanProgress } from "../read/property-scan.ts";
import { readImages } from "../read/read-images.ts";
import { NovaKnowledge, type LostCell } from "./nova-knowledge.ts";

/** An image and the verdict on it. */
export interface JudgedImage {
  readonly image: ImageFacts;
  readonly verdict: ImageVerdict;
  /** undefined without nova. */
  readonly nova: NovaFacts | undefined;
}

/** The databases of one audit; glance is always there. */
export interface Databases {
  readonly glance: GlanceHandle;
  readonly nova: readonly NovaHandle[];
}

/** How far an audit has come. */
export interface AuditProgress {
  /** Rows of image_properties passed, of about how many. */
  readonly scanned: ScanProgress;
  /** Images judged, of about how many. */
  readonly judged: (done: number, total: number) => void;
}

/** What every audit of images is told. */
export interface JudgeOptions {
  readonly filters: ImageFilters;
  readonly consistency: "snapshot" | "chunked";
  readonly now: Date;
  readonly progress: AuditProgress;
  /** Without it an audit ends with the first cell that is lost. */
  readonly lostCell?: LostCell;
  /** Shares the pass over the properties, where there is one. */
  readonly watch?: PropertyWatch | undefined;
}

function refuse(reason: string): never {
  throw new IncompleteError(reason);
}

/** Reads and judges all images that pass the filters, page by page, and counts them in `tally`. */
export async function* judgePages(
  databases: Databases,
  options: JudgeOptions,
  tally: ImageTally,
): AsyncGenerator<JudgedImage[]> {
  const { filters, consistency, progress } = options;
  const { glance, nova } = databases;
  const knowledge = nova.length === 0 ? undefined : await NovaKnowledge.of(nova, options.lostCell ?? refuse);
  const nowMs = options.now.getTime();
  const total = glance.shape.rowEstimate("images");
  let read = 0;
  for await (const page of readImages(glance, {
    filters,
    consistency,
    progress: progress.scanned,
    watch: options.watch,
  })) {
    const wanted = page.filter((image) => matchesImage(image, filters));
    const novaOf = await knowledge?.about(wanted);
    const judged: JudgedImage[] = [];
    for (const image of wanted) {
      const nova = novaOf?.(image);
      const verdict = judgeImage(image, nova, nowMs);
      if (!matchesVerdict(verdict, filters)) continue;
      tally.count(verdict.classification.class, image.sizeBytes, verdict.explanation?.expected ?? null);
      judged.push({ image, verdict, nova });
    }
    read += page.length;
    progress.judged(read, Math.max(total, read));
    yield judged;
  }
}
