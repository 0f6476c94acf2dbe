import { ORPHANS_COLUMNS, ORPHANS_TABLE } from "../../audit/orphans/orphans-listing.ts";
import { OrphanTally } from "../../audit/orphans/orphan-tally.ts";
import { auditOrphans } from "../../audit/orphans/orphans.ts";
import { InternalError } from "../../errors.ts";
import { VERDICTS } from "../../judge/holds.ts";
import { CERTAINTIES } from "../../judge/instance-state.ts";
import type { CommandContext } from "../command.ts";
import { oneOf } from "../parse-filters.ts";
import { Problems } from "../problems.ts";
import { runAudit, type AuditArguments } from "./audit-run.ts";

type OrphanArguments = Omit<AuditArguments, "deleted"> & {
  readonly certainty: readonly string[] | undefined;
  readonly verdict: readonly string[] | undefined;
};

/** `glance-audit orphans`. */
export function runOrphans(given: OrphanArguments, context: CommandContext): Promise<number> {
  const problems = new Problems();
  const certainties = oneOf("certainty", CERTAINTIES, given.certainty, problems);
  const verdicts = oneOf("verdict", VERDICTS, given.verdict, problems);
  const kind = {
    command: "orphans",
    columns: ORPHANS_COLUMNS,
    tableColumns: ORPHANS_TABLE,
    tally: new OrphanTally(),
    needsNova: true,
    ownMinAge: true,
    pages: ((databases, options, tally) => {
      const { nova } = databases;
      if (nova === undefined) throw new InternalError("orphans was started without nova.");
      return auditOrphans(databases, nova, { ...options, certainties, verdicts }, tally);
    }) satisfies Parameters<typeof runAudit<OrphanTally>>[0]["pages"],
  };
  return runAudit(kind, { ...given, deleted: "exclude" }, context, problems);
}
