import type { Step } from "../steps.ts";
import { up as zed } from "./00-zed.ts";

/** cinder/db/migrations/versions, the steps up to Zed (21.0.0) as one. */
export const cinderSteps: readonly Step[] = [
  { revision: "c92a3e68beed", after: [], releases: ["zed"], up: zed },
];
