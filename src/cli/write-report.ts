import { basename } from "node:path";
import type { Column, Row } from "../audit/row.ts";
import { InterruptedError } from "../errors.ts";
import { FORMATS } from "../report/formats.ts";
import type { ReportEnd } from "../report/formatter.ts";
import type { Interruption } from "./interruption.ts";
import { OutputFile } from "./output-file.ts";
import type { OutputPlan } from "./parse-output.ts";
import type { Sink } from "./sink.ts";
import { StandardOutput } from "./standard-output.ts";

/** A report as it comes into being. */
export interface Report {
  readonly columns: readonly Column[];
  readonly pages: AsyncIterable<readonly Row[]>;
  /** The figures so far. `shortfall` says why reading broke off, where it did. */
  end(shortfall?: string): ReportEnd;
}

/**
 * Writes a report where the plan says. If reading breaks off, a file is not left at all, and a document on
 * standard output is closed and says that it is not complete; the failure is thrown on either way.
 * @returns what was at its end
 */
export async function writeReport(
  report: Report,
  plan: OutputPlan,
  interruption: Interruption,
): Promise<ReportEnd> {
  const format = await FORMATS[plan.format]();
  const formatter = format(plan.formatOptions);
  const files = openFiles(plan);
  const sink: Sink = files?.report ?? new StandardOutput(interruption.signal);
  const discard = (): void => {
    sink.discard();
    files?.manifest?.discard();
  };
  const forget = interruption.onStop(discard);
  let rows = 0;
  try {
    await sink.write(formatter.head());
    for await (const page of report.pages) {
      rows += page.length;
      await sink.write(formatter.rows(page));
    }
    const end = report.end();
    await sink.write(formatter.foot(end));
    if (files?.manifest !== undefined) await writeManifest(files, rows, end);
    // From here on nothing waits, so no signal can leave one file without the other.
    interruption.signal.throwIfAborted();
    await sink.finish();
    await files?.manifest?.finish();
    return end;
  } catch (error) {
    discard();
    if (files === undefined && error instanceof Error && !(error instanceof InterruptedError)) {
      await sink.write(formatter.foot(report.end(error.message))).catch(() => undefined);
    }
    throw error;
  } finally {
    forget();
  }
}

interface Files {
  readonly path: string;
  readonly report: OutputFile;
  readonly manifest: OutputFile | undefined;
}

function openFiles({ target }: OutputPlan): Files | undefined {
  if (target === undefined) return undefined;
  const { path, force, manifest } = target;
  const report = new OutputFile(path, force);
  try {
    return { path, report, manifest: manifest ? new OutputFile(`${path}.manifest.json`, force) : undefined };
  } catch (error) {
    report.discard();
    throw error;
  }
}

async function writeManifest(
  { path, report, manifest: file }: Files,
  rows: number,
  end: ReportEnd,
): Promise<void> {
  const { manifest } = await import("../report/manifest.ts");
  const text = manifest({ file: basename(path), sha256: report.sha256, rows, totals: end.totals }, end.audit);
  await file?.write(text);
}
