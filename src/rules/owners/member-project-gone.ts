import { defineRule } from "../rule.ts";
import { some } from "../wording.ts";

export const memberProjectGone = defineRule({
  id: "member-project-gone",
  severity: "info",
  title: "The image is shared with a project that is gone",
  why: "keystone deletes projects without telling glance: the share stays. It makes the image look needed by somebody who does not exist any more.",
  fine: "Where another keystone knows the project. A member id that was mistyped when the image was shared looks the same.",
  todo: "Remove the member: `openstack image remove project`.",
  source: "glance/db/sqlalchemy/models.py: ImageMember; keystone/resource/core.py: Manager.delete_project",
  needs: ["keystone"],
  tables: ["image_members"],
  reads: ["lostMembers"],
  looksAt: "live image",
  check: ({ lostMembers }) =>
    lostMembers.length === 0 ? null : `keystone does not know: ${some(lostMembers)}.`,
});
