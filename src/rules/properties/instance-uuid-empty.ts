import { defineRule } from "../rule.ts";

export const instanceUuidEmpty = defineRule({
  id: "instance-uuid-empty",
  severity: "warning",
  title: "instance_uuid is there but empty",
  why: "nova always writes the server's UUID. With NULL or an empty text nobody can tell of which server the image is, `GET /images?server=` does not find it, and a backup falls out of its rotation.",
  fine: "Where somebody blanked it to part the image from its server.",
  todo: "Set it again from another source (the image's name, the owner), or remove it.",
  source: "nova/compute/utils.py: create_image; nova/compute/manager.py: _rotate_backups",
  needs: [],
  looksAt: "live image",
  check: ({ verdict }) => {
    const stored = verdict.classification.counted.instance_uuid;
    if (stored === undefined || stored.value) return null;
    return `instance_uuid is ${stored.value === null ? "NULL" : "the empty string"}.`;
  },
});
