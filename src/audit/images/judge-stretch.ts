import type { Class } from "../../judge/classify.ts";
import { matchesImage, matchesVerdict, type ImageFilters } from "../../judge/filters.ts";
import type { ImageFacts, NovaFacts } from "../../judge/image-facts.ts";
import { judgeImage, type ImageVerdict } from "../../judge/judge-image.ts";
import type { ImageTally } from "../../judge/totals.ts";
import type { ShownColumn } from "../../read/glance/image-columns.ts";
import type { PropertyWatch } from "../../read/glance/property-scan.ts";
import type { ScanProgress } from "../../read/ranges-by-id.ts";
import type { Stretch } from "../../read/glance/read-images.ts";
import type { NovaKnowledge } from "../nova/nova-knowledge.ts";
import { Undetermined } from "../nova/undetermined.ts";
import type { Databases } from "../with-databases.ts";

/** An image and the verdict on it. */
export interface JudgedImage {
  readonly image: ImageFacts;
  readonly verdict: ImageVerdict;
  /** undefined without nova. */
  readonly nova: NovaFacts | undefined;
}

/** A page of images, and the verdicts on those that pass the filters. */
export interface JudgedPage {
  readonly read: readonly ImageFacts[];
  readonly judged: readonly JudgedImage[];
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
  /** How many images a statement brings, where many are read; undefined for most. */
  readonly perStatement?: number;
  /** Columns that are neither printed nor filtered by; undefined for none. */
  readonly unread?: ReadonlySet<ShownColumn> | undefined;
  /** Whether deleted images are read too, whatever the filters say. */
  readonly passesDeleted?: boolean;
  /** Share the pass over the properties, where there is one. */
  readonly watches?: readonly PropertyWatch[] | undefined;
}

/** Images passed over before somebody is told. */
const TOLD_AFTER = 1_000;

/** Judges the images of one stretch after another, and counts those that pass the filters. */
export class ImageJudge {
  readonly #options: JudgeOptions;
  readonly #tally: ImageTally;
  readonly #undetermined: Undetermined;
  readonly #total: number;
  #read = 0;

  constructor({ glance, nova, ledger }: Databases, options: JudgeOptions, tally: ImageTally) {
    this.#options = options;
    this.#tally = tally;
    this.#undetermined = new Undetermined(ledger, nova?.cellsComplete === true);
    this.#total = glance.shape.rowEstimate("images");
  }

  /**
   * @param pages of a stretch
   * @param knowledge of the images of this stretch; undefined where nova was not given
   */
  async *judge(
    pages: ReturnType<Stretch["pages"]>,
    knowledge: NovaKnowledge | undefined,
  ): AsyncGenerator<JudgedPage> {
    const { consistency, filters, now } = this.#options;
    const nowMs = now.getTime();
    for await (const page of pages) {
      if (consistency === "chunked") await knowledge?.complete(page);
      const judged: JudgedImage[] = [];
      for (const image of page) {
        if (!matchesImage(image, filters)) continue;
        const nova = knowledge?.about(image);
        const verdict = judgeImage(image, nova, nowMs);
        if (!matchesVerdict(verdict, filters)) continue;
        this.#tally.count(
          verdict.classification.class,
          image.sizeBytes,
          verdict.explanation?.expected ?? null,
        );
        this.#undetermined.count(verdict.instanceState);
        judged.push({ image, verdict, nova });
      }
      this.#read += page.length;
      this.#tell();
      yield { read: page, judged };
    }
    this.#undetermined.explain(knowledge?.states.doubts ?? []);
  }

  /** Counts an image of which no more is to be known. */
  passOver(found: Class, sizeBytes: number | bigint | null): void {
    this.#tally.count(found, sizeBytes, null);
    this.#read += 1;
    if (this.#read % TOLD_AFTER === 0) this.#tell();
  }

  #tell(): void {
    this.#options.progress.judged(this.#read, Math.max(this.#total, this.#read));
  }
}
