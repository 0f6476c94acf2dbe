import type { Step } from "../steps.ts";
import { up as initial } from "./00-zed.ts";

/** keystone/common/sql/migrations/versions at Zed (22.0.0): its two branches never meet, so two rows are normal. */
export const keystoneSteps: readonly Step[] = [
  { revision: "27e647c0fad4", after: [], releases: [], up: initial },
  { revision: "29e87d24a316", after: ["27e647c0fad4"], releases: ["zed"] },
  { revision: "e25ffa003242", after: ["27e647c0fad4"], releases: ["zed"] },
];
