import { defineRule } from "../rule.ts";

const SHELVED_NAME = /-shelved$/;
const MOVING = /^(un)?shelving/;

export const shelveLeftOver = defineRule({
  id: "shelve-left-over",
  severity: "warning",
  title: "The image of a shelved server was left behind",
  why: "nova deletes the image when its server is unshelved or deleted. It cannot where an administrator had shelved the server, so that the image is in another project, or where the image is protected; it only logs that. A failed shelving leaves one, too.",
  fine: "Where somebody keeps the state of the server on purpose, or gave an image that name.",
  todo: "Ask the owner of the server, then delete the image.",
  source:
    "nova/compute/api.py: _delete; nova/compute/manager.py: _shelve_instance, _unshelve_instance; LP#1675791",
  needs: ["nova"],
  looksAt: "live image",
  check: ({ image, nova, verdict }) => {
    const server = nova?.instance;
    if (server === undefined || nova?.shelved) return null;
    if (!SHELVED_NAME.test(image.name ?? "") || verdict.kind === "volume-snapshot") return null;
    if (server.deletedAt !== null) return "Its server is deleted, and the image of its shelving is not.";
    return MOVING.test(server.taskState ?? "") ? null : "Its server is not shelved with it any more.";
  },
});
