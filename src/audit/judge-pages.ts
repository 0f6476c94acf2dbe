import { matchesImage, matchesVerdict, type ImageFilters } from "../judge/filters.ts";
import type { ImageFacts, NovaFacts } from "../judge/image-facts.ts";
import { judgeImage, type ImageVerdict } from "../judge/judge-image.ts";
import type { ImageTally } from "../judge/totals.ts";
import type { PropertyWatch, ScanProgress } from "../read/property-scan.ts";
import { readStretches } from "../read/read-images.ts";
import { NovaKnowledge } from "./nova-knowledge.ts";
import { Undetermined } from "./undetermined.ts";
import type { Databases } from "./with-databases.ts";

/** An image and the verdict on it. */
export interface JudgedImage {
  readonly image: ImageFacts;
  readonly verdict: ImageVerdict;
  /** undefined without nova. */
  readonly nova: NovaFacts | undefined;
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
  /** Shares the pass over the properties, where there is one. */
  readonly watch?: PropertyWatch | undefined;
}

/** Reads and judges all images that pass the filters, page by page, and counts them in `tally`. */
export async function* judgePages(
  databases: Databases,
  options: JudgeOptions,
  tally: ImageTally,
): AsyncGenerator<JudgedImage[]> {
  const { filters, consistency, progress, watch } = options;
  const { glance, nova, ledger } = databases;
  const nowMs = options.now.getTime();
  const total = glance.shape.rowEstimate("images");
  const undetermined = new Undetermined(ledger);
  let read = 0;
  const reading = { filters, consistency, progress: progress.scanned, watch };
  for await (const stretch of readStretches(glance, reading)) {
    const knowledge =
      nova && (await NovaKnowledge.of(databases, nova, stretch, filters.deleted !== "exclude"));
    for await (const page of stretch.pages()) {
      const judged: JudgedImage[] = [];
      for (const image of page) {
        if (!matchesImage(image, filters)) continue;
        const about = knowledge?.about(image);
        const verdict = judgeImage(image, about, nowMs);
        if (!matchesVerdict(verdict, filters)) continue;
        tally.count(verdict.classification.class, image.sizeBytes, verdict.explanation?.expected ?? null);
        undetermined.count(verdict.instanceState);
        judged.push({ image, verdict, nova: about });
      }
      read += page.length;
      progress.judged(read, Math.max(total, read));
      yield judged;
    }
    undetermined.explain(knowledge?.doubts ?? []);
  }
}
