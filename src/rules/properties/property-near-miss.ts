import { countedMarks } from "../../judge/kind.ts";
import { isNearMiss } from "../../judge/near-miss.ts";
import { MARK } from "../../judge/property-set.ts";
import { SNAPSHOT_VALUE } from "../../schema/snapshot-properties.ts";
import { defineRule } from "../rule.ts";

export const propertyNearMiss = defineRule({
  id: "property-near-miss",
  severity: "warning",
  title: "A snapshot property is misspelled by case, blanks, width or accents",
  why: "MySQL's collations find `Image_Type` and `snapshot ` equal to the right spelling, glance and nova do not: such an image is no snapshot for them, yet the right spelling cannot be added beside it, because the unique key takes both for the same.",
  fine: "Where another tool is known to want that spelling.",
  todo: "Remove the property and set it in the right spelling: `openstack image unset --property`, then `openstack image set --property`.",
  source: "glance/db/sqlalchemy/models.py: ImageProperty (ix_image_properties_image_id_name)",
  needs: [],
  looksAt: "live image",
  check: ({ image, verdict }) => {
    const { counted } = verdict.classification;
    const values = (["image_type", "image_location"] as const).filter((name) => {
      const value = counted[name]?.value;
      return typeof value === "string" && isNearMiss(value, SNAPSHOT_VALUE);
    });
    const names = (countedMarks(image.properties, image.deleted) & MARK.nearMissName) !== 0;
    if (values.length === 0 && !names) return null;
    const parts = [
      ...(names ? ["a name that is nearly one of the four"] : []),
      ...values.map((name) => `a value of ${name} that is nearly "${SNAPSHOT_VALUE}"`),
    ];
    return `It has ${parts.join(" and ")}.`;
  },
});
