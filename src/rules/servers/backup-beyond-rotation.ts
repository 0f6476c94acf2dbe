import { certaintyOf } from "../../judge/instance-state.ts";
import { isUuid } from "../../schema/uuid.ts";
import { defineRule } from "../rule.ts";

export const backupBeyondRotation = defineRule({
  id: "backup-beyond-rotation",
  severity: "warning",
  title: "No rotation will ever delete this backup",
  why: "When a server is backed up, nova deletes the oldest of its backups beyond the rotation. It finds them by image_type, backup_type and instance_uuid: a backup that lacks one of them, or whose server is gone, stays for ever.",
  fine: "Where the last backup of a server is kept on purpose.",
  todo: "Ask the owner, then delete it.",
  source: "nova/compute/manager.py: _rotate_backups",
  needs: [],
  reads: ["values"],
  looksAt: "live image",
  check: ({ nova, values, verdict }) => {
    if (verdict.kind !== "backup") return null;
    if (!isUuid(verdict.classification.counted.instance_uuid?.value ?? null))
      return "It is a backup that names no server, so no rotation finds it.";
    if (!values.get("backup_type")) return "It is a backup without backup_type, so no rotation finds it.";
    return certaintyOf(nova?.instance?.state ?? null) === null
      ? null
      : "It is a backup of a server that is gone, and with it the rotation.";
  },
});
