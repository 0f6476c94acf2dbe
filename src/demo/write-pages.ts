import type { LoadOptions } from "./load.ts";
import type { Cloud } from "./make-cloud.ts";
import type { Page } from "./tables.ts";
import type { CloudTotals } from "./truth.ts";

/** Hands on every page of a cloud, tells of the progress, and gives the counts at the end. */
export async function writePages(
  cloud: Cloud,
  write: (page: Page) => Promise<void> | void,
  onProgress: LoadOptions["onProgress"],
): Promise<CloudTotals> {
  const pages = cloud.pages();
  let [images, rows] = [0, 0];
  onProgress?.({ images, imagesInAll: cloud.images, rows });
  for (;;) {
    const step = pages.next();
    if (step.done) return step.value;
    await write(step.value);
    rows += step.value.rows.length;
    if (step.value.table === "images") images += step.value.rows.length;
    onProgress?.({ images, imagesInAll: cloud.images, rows });
  }
}
