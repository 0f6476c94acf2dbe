import { BACKUPS } from "./backups.ts";
import type { Case } from "./case.ts";
import { COPIED } from "./copied.ts";
import { DRIVERS } from "./drivers.ts";
import { HOLDS } from "./holds.ts";
import { INCONSISTENT } from "./inconsistent.ts";
import { NEAR_MISSES } from "./near-miss.ts";
import { ORPHANS } from "./orphans.ts";
import { PLAIN } from "./plain.ts";
import { REMOVED } from "./removed.ts";
import { SHELVED } from "./shelved.ts";
import { SNAPSHOTS } from "./snapshots.ts";
import { UNFINISHED } from "./unfinished.ts";
import { USER_MADE, WRONG_VALUES } from "./user-made.ts";
import { VOLUME_BACKED } from "./volume-backed.ts";

/** Every named image, by theme. */
export const ALL_CASES: readonly Case[] = [
  ...PLAIN,
  ...SNAPSHOTS,
  ...UNFINISHED,
  ...BACKUPS,
  ...SHELVED,
  ...VOLUME_BACKED,
  ...REMOVED,
  ...NEAR_MISSES,
  ...DRIVERS,
  ...USER_MADE,
  ...WRONG_VALUES,
  ...COPIED,
  ...ORPHANS,
  ...HOLDS,
  ...INCONSISTENT,
];
