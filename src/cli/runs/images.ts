import { IMAGES_COLUMNS, IMAGES_TABLE } from "../../audit/images-listing.ts";
import { auditImages } from "../../audit/images.ts";
import type { CommandContext } from "../command.ts";
import { runAudit, type AuditArguments } from "./audit-run.ts";

/** `glance-audit images`. */
export function runImages(given: AuditArguments, context: CommandContext): Promise<number> {
  const kind = { command: "images", columns: IMAGES_COLUMNS, tableColumns: IMAGES_TABLE, pages: auditImages };
  return runAudit(kind, given, context);
}
