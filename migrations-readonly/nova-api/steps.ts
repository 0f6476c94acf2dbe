import type { Step } from "../steps.ts";
import { up as zed } from "./00-zed.ts";

/** nova/db/api/migrations/versions, the steps up to Zed (26.0.0) as one. */
export const novaApiSteps: readonly Step[] = [
  { revision: "b30f573d3377", after: [], releases: ["zed"], up: zed },
];
