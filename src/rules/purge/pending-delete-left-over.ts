import { DAY_MS, utcMs } from "../../judge/times.ts";
import { defineRule } from "../rule.ts";
import { since } from "../wording.ts";

/** The scrubber looks every five minutes by default; scrub_time adds what an operator wants as grace. */
const SCRUBBED_BY_MS = 7 * DAY_MS;

export const pendingDeleteLeftOver = defineRule({
  id: "pending-delete-left-over",
  severity: "warning",
  title: "A deleted image's data waits for a scrubber that does not come",
  why: "With delayed_delete the data of a deleted image stays in the store until glance-scrubber removes it. After a week it usually means that no scrubber runs: the storage is used and nobody can see by whom.",
  fine: "Where scrub_time is longer than a week on purpose.",
  todo: "Run glance-scrubber, and look why it did not. Purging the rows first would leave the data without a name.",
  source: "glance/scrubber.py: Scrubber._get_delete_jobs; glance/domain/__init__.py: Image.delete",
  needs: [],
  looksAt: "deleted image",
  check: ({ image, nowMs }) => {
    if (image.status !== "pending_delete") return null;
    if (image.deletedAt !== null && nowMs - utcMs(image.deletedAt) < SCRUBBED_BY_MS) return null;
    return `Deleted at ${since(image.deletedAt)}, and still pending_delete: its data was not scrubbed.`;
  },
});
