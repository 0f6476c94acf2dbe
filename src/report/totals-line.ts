import type { AuditRecord, TotalsRow } from "../audit/row.ts";
import { humanBytes } from "./human-bytes.ts";
import { escapeControls } from "./visible.ts";

const CLASSES = ["full", "partial", "missing"] as const;

/**
 * The end of a report for people, without a line end at its end: the figures on one line, then one line for each
 * thing that limits what they say: a cut by `--limit`, what was presumed, and why the audit is not complete.
 */
export function totalsLine(totals: TotalsRow, audit: AuditRecord): string {
  const lines = [
    figures(totals),
    ...(audit.truncated ? ["cut by --limit: there are more rows"] : []),
    ...audit.presumes.map((presumption) => `presumed: ${presumption}`),
    ...(audit.complete ? [] : [`NOT COMPLETE: ${audit.reason ?? "no reason was given"}`]),
  ];
  return lines
    .filter((line) => line !== "")
    .map(escapeControls)
    .join("\n");
}

function figures(totals: TotalsRow): string {
  const { scanned, size_bytes: sizeBytes, printed, ...others } = totals;
  const parts: string[] = [];
  if (scanned !== undefined) {
    const classes = CLASSES.filter((name) => name in totals).map((name) => `${name} ${totals[name]}`);
    const images = `scanned ${scanned} ${String(scanned) === "1" ? "image" : "images"}`;
    parts.push(classes.length === 0 ? images : `${images} (${classes.join(", ")})`);
  }
  if (sizeBytes !== undefined) {
    parts.push(humanBytes(sizeBytes));
  }
  if (printed !== undefined && String(printed) !== String(scanned)) {
    parts.push(`printed ${printed}`);
  }
  for (const [name, figure] of Object.entries(others)) {
    if (scanned === undefined || !CLASSES.some((known) => known === name)) {
      parts.push(figureText(name, figure));
    }
  }
  return parts.join(", ");
}

function figureText(name: string, figure: number | bigint): string {
  const words = name.replace(/_bytes$/, "").replaceAll("_", " ");
  return `${words} ${name.endsWith("_bytes") ? humanBytes(figure) : figure}`;
}
