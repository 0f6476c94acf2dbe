import type { Command } from "./command.ts";
import { completionOf } from "./commands/completion.ts";
import { check } from "./commands/check.ts";
import { demo } from "./commands/demo.ts";
import { doctor } from "./commands/doctor.ts";
import { diff } from "./commands/diff.ts";
import { grants } from "./commands/grants.ts";
import { images } from "./commands/images.ts";
import { orphans } from "./commands/orphans.ts";
import { rules } from "./commands/rules.ts";
import { show } from "./commands/show.ts";
import { summary } from "./commands/summary.ts";

const COMPLETED: readonly Command[] = [
  images,
  orphans,
  check,
  summary,
  show,
  rules,
  diff,
  doctor,
  grants,
  demo,
];

/** All commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [...COMPLETED, completionOf(COMPLETED)];
