import type { Class } from "../../judge/classify.ts";
import type { WantedReferences } from "../packed/image-sieve.ts";
import type { PropertyIndex } from "../packed/property-index.ts";
import { sizeOf } from "./image-columns.ts";
import type { ImageRows } from "./image-pages.ts";

/** Which live images are wanted, and who is told of the others. */
export interface ImageChoice extends WantedReferences {
  readonly passOver: (found: Class, sizeBytes: number | bigint | null) => void;
}

/**
 * The rows of the live images among these that are wanted, in their order; of the others no more than class and size
 * is looked at.
 * @param index the properties of them all
 */
export async function* chooseRows(pages: ImageRows, index: PropertyIndex, choice: ImageChoice): ImageRows {
  const sieve = index.sieve(choice);
  for await (const rows of pages) {
    const classes = sieve.part(rows.map(([id]) => id as string));
    const wanted: (readonly unknown[])[] = [];
    for (let at = 0; at < rows.length; at += 1) {
      const [row, found] = [rows[at]!, classes[at]];
      if (found === undefined) wanted.push(row);
      else choice.passOver(found, sizeOf(row));
    }
    if (wanted.length > 0) yield wanted;
  }
}
