import { demo } from "./commands/demo.ts";
import { grants } from "./commands/grants.ts";
import { images } from "./commands/images.ts";
import { orphans } from "./commands/orphans.ts";
import { show } from "./commands/show.ts";
import { summary } from "./commands/summary.ts";

/** All commands, in the order of the help. */
export const COMMANDS = [images, orphans, summary, show, grants, demo] as const;
