import type { Formatter, ReportEnd } from "./formatter.ts";

/**
 * One status line with performance data, as Nagios and its kin print it. The exit code stays ours: 1 for
 * findings at or above `--fail-on`, 4 for an audit that is not complete.
 */
export function nagios(): Formatter<string> {
  return { head: () => "", rows: () => "", foot: statusLine };
}

function statusLine({ totals, audit }: ReportEnd): string {
  const count = (name: string): number => Number(totals[name] ?? 0);
  const [errors, warnings, infos] = [count("error"), count("warning"), count("info")];
  const status = audit.complete ? (errors > 0 ? "CRITICAL" : warnings > 0 ? "WARNING" : "OK") : "UNKNOWN";
  const figures = ["error", "warning", "info", "suppressed", "scanned"].map(
    (name) => `${name}=${count(name)};;;0;`,
  );
  const words = `${errors} errors, ${warnings} warnings, ${infos} infos in ${count("scanned")} images`;
  const reason = audit.complete ? "" : `; not complete: ${oneLine(audit.reason ?? "")}`;
  return `GLANCE-AUDIT ${status} - ${words}${reason} | ${figures.join(" ")}\n`;
}

/** The bar begins the performance data, so the text must not have one. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("|", "/");
}
