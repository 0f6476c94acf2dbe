import type { ReadFrom } from "../connect/handle.ts";
import type { AuditRecord, SkippedRule } from "./row.ts";

/** The moments and circumstances of an audit, gathered until its report ends. */
export interface AuditCircumstances {
  readonly command: string;
  readonly toolVersion: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly consistency: "snapshot" | "chunked";
  readonly databases: readonly ReadFrom[];
  readonly filters: AuditRecord["filters"];
  readonly presumes: readonly string[];
  readonly truncated: boolean;
  /** Why the report is not the whole answer; empty if it is. */
  readonly shortfalls: readonly string[];
  /** Of an audit that runs rules: those that it left out. */
  readonly skippedRules?: readonly SkippedRule[] | undefined;
}

/** The `audit` part of a report. */
export function auditRecord(facts: AuditCircumstances): AuditRecord {
  return {
    command: facts.command,
    tool_version: facts.toolVersion,
    started_at: seconds(facts.startedAt),
    finished_at: seconds(facts.finishedAt),
    consistency: facts.consistency,
    databases: facts.databases,
    filters: facts.filters,
    presumes: facts.presumes,
    truncated: facts.truncated,
    complete: facts.shortfalls.length === 0,
    reason: facts.shortfalls.length === 0 ? null : facts.shortfalls.join(" "),
    ...(facts.skippedRules === undefined ? {} : { skipped_rules: facts.skippedRules }),
  };
}

function seconds(moment: Date): string {
  return `${moment.toISOString().slice(0, 19)}Z`;
}
