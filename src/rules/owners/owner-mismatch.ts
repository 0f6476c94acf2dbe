import { defineRule } from "../rule.ts";

export const ownerMismatch = defineRule({
  id: "owner-mismatch",
  severity: "info",
  title: "The image belongs to another project than its server",
  why: "The owner of a snapshot is the project of whoever asked for it; owner_id and nova name the server's project. Where they differ, the server's users can neither unshelve from the image nor delete it, and its size counts against the wrong quota.",
  fine: "Where an administrator took the snapshot or shelved the server: then it is by design.",
  todo: "Ask both projects; `openstack image set --project` hands the image over.",
  source: "nova/virt/libvirt/driver.py: _create_snapshot_metadata; LP#1675791",
  needs: [],
  reads: ["values"],
  looksAt: "live image",
  check: ({ image, values, nova, verdict }) => {
    // What a volume-backed snapshot carries is an older server's.
    if (verdict.kind === "volume-snapshot" || image.owner === null) return null;
    const { owner } = image;
    const noted = values.get("owner_id");
    const server = nova?.instance?.projectId;
    const byNote = isAnother(noted, owner);
    const byServer = isAnother(server, owner);
    if (!byNote && !byServer) return null;
    const others = [
      ...(byNote ? [`owner_id is ${noted}`] : []),
      ...(byServer ? [`the server's project is ${server}`] : []),
    ];
    return `It belongs to ${owner}, but ${others.join(" and ")}.`;
  },
});

/** Nothing written is nobody. */
function isAnother(project: string | null | undefined, owner: string): boolean {
  return Boolean(project) && project !== owner;
}
