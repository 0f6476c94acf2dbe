import { defineRule } from "../rule.ts";

export const suppressionExpired = defineRule({
  id: "suppression-expired",
  severity: "warning",
  title: "A suppression has expired",
  why: "A suppression says that somebody looked at a finding and until when it may wait. After that day it hides nothing any more: the finding is back, and so is the question.",
  fine: "Never: renew it or remove it.",
  todo: "Ask its owner, then change its line in the suppressions file.",
  source: "this program: --suppressions",
  needs: [],
  looksAt: "suppression",
  check: ({ rule, expires, owner, today }) =>
    expires < today ? `The suppression of ${rule} by ${owner} expired on ${expires}.` : null,
});
