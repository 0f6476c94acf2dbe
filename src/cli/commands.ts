import type { Command } from "./command.ts";
import { completionOf } from "./commands/completion.ts";
import { demo } from "./commands/demo.ts";
import { doctor } from "./commands/doctor.ts";
import { grants } from "./commands/grants.ts";
import { images } from "./commands/images.ts";
import { orphans } from "./commands/orphans.ts";
import { summary } from "./commands/summary.ts";

const COMPLETED: readonly Command[] = [images, orphans, summary, doctor, grants, demo];

/** All commands, in the order of the help. */
export const COMMANDS: readonly Command[] = [...COMPLETED, completionOf(COMPLETED)];
