import { defineRule } from "../rule.ts";

const SHELVED: ReadonlySet<string | null> = new Set(["shelved", "shelved_offloaded"]);

export const liveServerWithoutImage = defineRule({
  id: "live-server-without-image",
  severity: "error",
  title: "A live server's image is gone",
  why: "Rebuild, evacuation, rescue, resize and block migration fetch the image that a server was booted from. If it is not there or not active they fail, and after the loss of a host the server's disk is lost with its backing file.",
  fine: "While the server stays where it is: hosts keep the image in their cache. Images that another glance serves look gone here, too.",
  todo: "Restore the image under the same id if its data still exists, or take a snapshot of the server and make a new one from it.",
  source: "nova/virt/libvirt/driver.py: _create_images_and_backing; LP#1934094",
  needs: ["nova"],
  looksAt: "server",
  check: ({ bootImage, vmState, launched }) => {
    if (bootImage === null || bootImage.state === "active") return null;
    if (!launched || SHELVED.has(vmState) || vmState === "building") return null;
    return bootImage.state === "gone"
      ? `The image that it was booted from, ${bootImage.id}, is not there.`
      : `The image that it was booted from, ${bootImage.id}, is ${bootImage.state}.`;
  },
});
