import { utcMs } from "../../judge/times.ts";
import { SETTLED_MS } from "../ages.ts";
import { defineRule } from "../rule.ts";

const TEMPORARY_NAME = /-resize-temp$/;

export const resizeLeftOver = defineRule({
  id: "resize-left-over",
  severity: "warning",
  title: "The temporary image of a resize was left behind",
  why: "A resize to another cell carries the disk over as an image and deletes it at its end. One that is a day old belongs to a resize that failed or crashed.",
  fine: "While a resize of more than a day still runs.",
  todo: "Look whether the server is well, then delete the image.",
  source: "nova/conductor/tasks/cross_cell_migrate.py: PrepResizeAtSourceTask",
  needs: [],
  columns: ["name"],
  looksAt: "live image",
  check: ({ image, nowMs }) => {
    if (!TEMPORARY_NAME.test(image.name ?? "") || nowMs - utcMs(image.createdAt) < SETTLED_MS) return null;
    return "It was made for a resize to another cell that is long over.";
  },
});
