import { check } from "./commands/check.ts";
import { demo } from "./commands/demo.ts";
import { diff } from "./commands/diff.ts";
import { grants } from "./commands/grants.ts";
import { images } from "./commands/images.ts";
import { orphans } from "./commands/orphans.ts";
import { rules } from "./commands/rules.ts";
import { summary } from "./commands/summary.ts";

/** All commands, in the order of the help. */
export const COMMANDS = [images, orphans, check, summary, rules, diff, grants, demo] as const;
