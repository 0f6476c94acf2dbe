import { defineRule } from "../rule.ts";

const SHELVED: ReadonlySet<string | null> = new Set(["shelved", "shelved_offloaded"]);

export const shelvedServerWithoutImage = defineRule({
  id: "shelved-server-without-image",
  severity: "error",
  title: "A shelved server's disk is lost",
  why: "The disk of a shelved and offloaded server is its image, and nothing else. If that is not there or not active the server cannot be unshelved: its disk is lost.",
  fine: "While a server is shelved but not yet offloaded, its disk is still on the host: unshelve it now.",
  todo: "Restore the image from a backup of the store or of glance's database, under the same id, before anybody purges.",
  source: "nova/compute/manager.py: _shelve_instance, _unshelve_instance",
  needs: ["nova"],
  looksAt: "server",
  check: ({ shelvedImage, vmState }) => {
    if (shelvedImage === null || shelvedImage.state === "active" || !SHELVED.has(vmState)) return null;
    return shelvedImage.state === "gone"
      ? `It is ${vmState}, but the image with its disk, ${shelvedImage.id}, is not there.`
      : `It is ${vmState}, but the image with its disk, ${shelvedImage.id}, is ${shelvedImage.state}.`;
  },
});
