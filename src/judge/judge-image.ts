import { explain, type Explanation } from "./cause.ts";
import { classify, type Classification } from "./classify.ts";
import type { ImageFacts, NovaFacts } from "./image-facts.ts";
import type { InstanceState } from "./instance-state.ts";
import { countedMarks, kindOf, type Kind } from "./kind.ts";

/** The whole verdict on one image. */
export interface ImageVerdict {
  readonly classification: Classification;
  readonly kind: Kind;
  /** null: a full or missing image that needs no explanation. */
  readonly explanation: Explanation | null;
  /** null: the image leads to no instance, or nova was not read. */
  readonly instanceState: InstanceState | null;
}

/** Judges one image; `nova` is undefined where nova was not read, and then nothing is guessed about it. */
export function judgeImage(image: ImageFacts, nova: NovaFacts | undefined, nowMs: number): ImageVerdict {
  const classification = classify(image.properties, image.deleted);
  const marks = countedMarks(image.properties, image.deleted);
  const kind = kindOf(classification, marks, nova?.shelved ?? false);
  const explanation = explain({ image, classification, kind, marks, nova, nowMs });
  return { classification, kind, explanation, instanceState: nova?.instance?.state ?? null };
}
