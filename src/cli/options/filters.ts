import type { Options } from "yargs";

const group = "Filters:";

const list = (describe: string) =>
  ({ group, type: "string", array: true, requiresArg: true, nargs: 1, describe }) as const satisfies Options;
const text = (describe: string) =>
  ({ group, type: "string", requiresArg: true, describe }) as const satisfies Options;

/** Which images a report is about. Lists repeat the option or separate with commas. */
export const filterOptions = {
  class: list("full, partial, missing"),
  kind: list("volume-snapshot, backup, shelved, snapshot, derived, image"),
  cause: list("why an image looks as it does; README lists the causes"),
  status: list("status as glance stores it"),
  visibility: list("public, private, shared, community"),
  owner: list("project id"),
  instance: list("UUID in the property instance_uuid"),
  "base-image": list("UUID in the property base_image_ref"),
  image: list("image id; - reads ids from standard input"),
  "created-after": text("ISO date or time (UTC), or an age such as 30d, 12h"),
  "created-before": text("ISO date or time (UTC), or an age such as 30d, 12h"),
  "min-age": text("only images at least this old: 30d, 12h"),
  "min-size": text("only images at least this large: 500M, 10G"),
  deleted: {
    group,
    choices: ["exclude", "include", "only"],
    default: "exclude",
    describe: "what to do with images that are deleted",
  },
  unexpected: {
    group,
    type: "boolean",
    default: false,
    describe: "only images whose cause is not an expected one",
  },
  limit: {
    group,
    type: "string",
    requiresArg: true,
    describe: "print at most this many rows; totals still count all",
  },
} as const satisfies Record<string, Options>;
