import { defineRule } from "../rule.ts";

export const ownerProjectDisabled = defineRule({
  id: "owner-project-disabled",
  severity: "info",
  title: "The owner's project is disabled",
  why: "Nobody of a disabled project can sign in, so nobody looks after its images; they still take up storage.",
  fine: "While the project is disabled for a time, as in a dispute or an audit.",
  todo: "Ask whoever disabled the project what is to become of its images.",
  source: "keystone/common/sql/migrations: project.enabled",
  needs: ["keystone"],
  reads: ["ownerStanding"],
  looksAt: "live image",
  check: ({ image, ownerStanding }) =>
    ownerStanding === "disabled" ? `The project ${image.owner} is disabled.` : null,
});
