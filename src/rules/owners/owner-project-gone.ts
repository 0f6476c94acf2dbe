import { defineRule } from "../rule.ts";

export const ownerProjectGone = defineRule({
  id: "owner-project-gone",
  severity: "warning",
  title: "The owner's project is gone",
  why: "keystone deletes projects without telling glance. Nobody can see, use or delete such an image but an administrator, and its storage is paid for by nobody.",
  fine: "Where another keystone knows the project, as with a glance that serves several regions.",
  todo: "Find out who inherits it and hand it over with `openstack image set --project`, or delete it.",
  source: "keystone/resource/core.py: Manager.delete_project",
  needs: ["keystone"],
  reads: ["ownerStanding"],
  looksAt: "live image",
  check: ({ image, ownerStanding }) =>
    ownerStanding === "gone" ? `keystone has no project ${image.owner}.` : null,
});
