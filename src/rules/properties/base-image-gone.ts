import { defineRule } from "../rule.ts";

export const baseImageGone = defineRule({
  id: "base-image-gone",
  severity: "info",
  title: "The base image is gone",
  why: "base_image_ref names the image that the server was once made from. libvirt takes it as the backing file when a server is rebased; without it the disk is flattened, which costs time and space.",
  fine: "It is normal: bases are replaced and deleted, and a snapshot does not need its own.",
  todo: "Nothing.",
  source: "nova/virt/libvirt/driver.py: _rebase_original_qcow2_image",
  needs: [],
  reads: ["baseGone"],
  looksAt: "live image",
  check: ({ baseGone, verdict }) =>
    baseGone
      ? `Its base, ${verdict.classification.counted.base_image_ref?.value}, is not among the images any more.`
      : null,
});
