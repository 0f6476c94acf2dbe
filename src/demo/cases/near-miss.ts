import { libvirtSnapshot, without } from "../nova-properties.ts";
import type { NamedServer } from "./fleet.ts";
import { DAY } from "../time.ts";
import type { Case } from "./case.ts";

type Change = (properties: Record<string, string>) => Record<string, string>;

const nearMiss = (
  slug: string,
  story: string,
  kind: "derived" | "snapshot",
  change: Change,
  of?: NamedServer,
): Case => ({
  slug,
  name: slug.replaceAll("-", " ").replace("app 07", "app-07"),
  story,
  age: 45 * DAY,
  truth: ["partial", kind, "near-miss", false],
  ...(of === undefined ? {} : { of }),
  image: (scene) => ({ properties: change(libvirtSnapshot(scene.server("app-07"))) }),
});

const rename =
  (from: string, to: string): Change =>
  (properties) => ({ ...without(properties, from), [to]: properties[from] ?? "" });

/**
 * Names and values that MySQL's collation finds equal to the right ones, or nearly, and glance does not:
 * (image_id, name) is unique without regard to case, so a wrong spelling stands in the right one's place.
 */
export const NEAR_MISSES: readonly Case[] = [
  nearMiss(
    "app-07-capital-value",
    "image_type is 'Snapshot'.",
    "derived",
    (properties) => ({ ...properties, image_type: "Snapshot" }),
    "app-07",
  ),
  nearMiss(
    "app-07-trailing-blank",
    "image_location is 'snapshot ' with a blank.",
    "snapshot",
    (properties) => ({ ...properties, image_location: "snapshot " }),
    "app-07",
  ),
  nearMiss(
    "app-07-capital-name",
    "The property is called Image_Type.",
    "derived",
    rename("image_type", "Image_Type"),
    "app-07",
  ),
  nearMiss(
    "app-07-name-with-blank",
    "The property is called 'instance_uuid ' with a blank: no server can be told.",
    "snapshot",
    rename("instance_uuid", "instance_uuid "),
  ),
  nearMiss(
    "app-07-full-width",
    "image_type came from a spreadsheet, in full-width letters.",
    "derived",
    (properties) => ({ ...properties, image_type: "ｓｎａｐｓｈｏｔ" }),
    "app-07",
  ),
  nearMiss(
    "app-07-accent",
    "image_location is 'snápshot': equal for utf8mb3_general_ci.",
    "snapshot",
    (properties) => ({ ...properties, image_location: "snápshot" }),
    "app-07",
  ),
  nearMiss(
    "app-07-no-break-space",
    "image_type was pasted with no-break spaces around it.",
    "derived",
    (properties) => ({ ...properties, image_type: "\u00a0snapshot\u00a0" }),
    "app-07",
  ),
  {
    slug: "scan-of-a-form",
    name: "scan of a form",
    story: "An upload whose only trace of the four is a property called Image_Location.",
    age: 46 * DAY,
    truth: ["missing", "image", "near-miss", false],
    image: () => ({ properties: { Image_Location: "snapshot", os_distro: "debian" } }),
  },
  {
    slug: "not-even-near",
    name: "not even near",
    story: "'image-type' with a hyphen is simply another property.",
    age: 47 * DAY,
    truth: ["missing", "image"],
    image: () => ({ properties: { "image-type": "snapshot", os_distro: "debian" } }),
  },
  {
    slug: "app-07-plural",
    name: "app-07 plural",
    story: "image_type is 'snapshots': no folding makes that right, so it was given on purpose.",
    age: 48 * DAY,
    truth: ["partial", "derived", "retagged", false],
    of: "app-07",
    image: (scene) => ({
      properties: { ...libvirtSnapshot(scene.server("app-07")), image_type: "snapshots" },
    }),
  },
];
