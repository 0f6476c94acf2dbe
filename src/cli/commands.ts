import { check } from "./commands/check.ts";
import { demo } from "./commands/demo.ts";
import { grants } from "./commands/grants.ts";
import { images } from "./commands/images.ts";
import { rules } from "./commands/rules.ts";
import { summary } from "./commands/summary.ts";

/** All commands, in the order of the help. */
export const COMMANDS = [images, summary, check, rules, grants, demo] as const;
