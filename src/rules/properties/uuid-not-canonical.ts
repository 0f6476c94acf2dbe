import { isUuid } from "../../schema/uuid.ts";
import { defineRule } from "../rule.ts";

export const uuidNotCanonical = defineRule({
  id: "uuid-not-canonical",
  severity: "warning",
  title: "A UUID is not written as nova writes it",
  why: "nova and glance compare these values as text. In upper case, without dashes or as something else altogether they lead nowhere, although a person recognises them.",
  fine: "Where the value is meant for another tool: glance documents instance_uuid as free text.",
  todo: "Set the property to the UUID in lower case with dashes.",
  source: "oslo_utils/uuidutils.py: is_uuid_like; nova/compute/utils.py: create_image",
  needs: [],
  looksAt: "live image",
  check: ({ verdict }) => {
    const { counted } = verdict.classification;
    const oddInstance = isOdd(counted.instance_uuid?.value ?? null);
    const oddBase = isOdd(counted.base_image_ref?.value ?? null);
    if (!oddInstance && !oddBase) return null;
    const odd = [...(oddInstance ? ["instance_uuid"] : []), ...(oddBase ? ["base_image_ref"] : [])];
    return `Not a UUID in lower case with dashes: ${odd.join(" and ")}.`;
  },
});

/** An empty value is another matter: of base_image_ref it says that the server boots from a volume. */
function isOdd(value: string | null): boolean {
  return value !== null && value !== "" && !(isUuid(value) && value === value.toLowerCase());
}
