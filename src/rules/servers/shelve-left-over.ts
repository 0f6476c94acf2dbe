import { certaintyOf } from "../../judge/instance-state.ts";
import { defineRule } from "../rule.ts";

const SHELVED_NAME = /-shelved$/;

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
  columns: ["name"],
  looksAt: "live image",
  check: ({ image, nova, verdict }) => {
    const server = nova?.instance;
    // A server that is being unshelved still names the image.
    if (server === undefined || nova?.shelved || server.snapshotting) return null;
    if (!SHELVED_NAME.test(image.name ?? "") || verdict.kind === "volume-snapshot") return null;
    if (certaintyOf(server.state) !== null)
      return "Its server is gone, and the image of its shelving is not.";
    return server.state === "alive" ? "Its server is not shelved with it any more." : null;
  },
});
