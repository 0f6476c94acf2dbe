import type { ImageTally } from "../../judge/totals.ts";
import { imageRow } from "./images-listing.ts";
import { judgePages } from "./judge-pages.ts";
import type { JudgeOptions } from "./judge-stretch.ts";
import type { Row } from "../row.ts";
import type { Databases } from "../with-databases.ts";

/** `images`, told how many rows to print at most; all images are counted all the same. */
export interface ImagesOptions extends JudgeOptions {
  readonly limit: number | undefined;
}

/** One row per image: its class, what it is, why. Pages come in the server's order of ids. */
export async function* auditImages(
  databases: Databases,
  options: ImagesOptions,
  tally: ImageTally,
): AsyncGenerator<Row[]> {
  let left = options.limit ?? Number.POSITIVE_INFINITY;
  for await (const { judged } of judgePages(databases, options, tally)) {
    const shown = judged.length > left ? judged.slice(0, left) : judged;
    left -= shown.length;
    tally.print(shown.length, shown.length < judged.length);
    if (shown.length > 0) yield shown.map(({ image, verdict }) => imageRow(image, verdict));
  }
}
