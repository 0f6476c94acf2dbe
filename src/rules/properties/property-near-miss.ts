import { countedMarks } from "../../judge/kind.ts";
import { isNearMiss } from "../../judge/near-miss.ts";
import { MARK, type StoredValue } from "../../judge/property-set.ts";
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
    const name = (countedMarks(image.properties, image.deleted) & MARK.nearMissName) !== 0;
    const type = isNear(counted.image_type);
    const location = isNear(counted.image_location);
    if (!name && !type && !location) return null;
    const parts = [
      ...(name ? ["a name that is nearly one of the four"] : []),
      ...(type ? [`a value of image_type that is nearly "${SNAPSHOT_VALUE}"`] : []),
      ...(location ? [`a value of image_location that is nearly "${SNAPSHOT_VALUE}"`] : []),
    ];
    return `It has ${parts.join(" and ")}.`;
  },
});

function isNear(stored: StoredValue | undefined): boolean {
  return typeof stored?.value === "string" && isNearMiss(stored.value, SNAPSHOT_VALUE);
}
