import { IMAGES_COLUMNS, IMAGES_TABLE } from "../../audit/images/images-listing.ts";
import { auditImages } from "../../audit/images/images.ts";
import { ImageTally } from "../../judge/totals.ts";
import type { CommandContext } from "../command.ts";
import { runAudit, type AuditArguments } from "./audit-run.ts";

/** `glance-audit images`. */
export function runImages(given: AuditArguments, context: CommandContext): Promise<number> {
  const kind = {
    command: "images",
    columns: IMAGES_COLUMNS,
    tableColumns: IMAGES_TABLE,
    tally: new ImageTally(),
    pages: auditImages,
  };
  return runAudit(kind, given, context);
}
