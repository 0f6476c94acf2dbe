import type { Step } from "../steps.ts";
import { up as zed } from "./00-zed.ts";

/** nova/db/main/migrations/versions, the steps up to Zed (26.0.0) as one. */
export const novaCellSteps: readonly Step[] = [
  { revision: "ccb0fa1a2252", after: [], releases: ["zed"], up: zed },
];
