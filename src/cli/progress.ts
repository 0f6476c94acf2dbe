import type { SingleBar } from "cli-progress";
import type { AuditProgress } from "../audit/images/judge-stretch.ts";

/** Redrawing more often than people read would cost more than the reading of a page. */
const REDRAWS_PER_SECOND = 5;

/** The progress line on standard error. */
export interface ProgressLine extends AuditProgress {
  /** Shows why nothing goes on just now; undefined when it does. */
  waiting(reason: string | undefined): void;
  /** Clears the line, so that something else can be printed. */
  clear(): void;
}

/** No progress line: standard error is not a terminal, or silence was asked for. */
export const NO_PROGRESS: ProgressLine = { scanned() {}, judged() {}, waiting() {}, clear() {} };

/** A line with share done and time left, for as long as the audit takes. */
export async function progressLine(): Promise<ProgressLine> {
  const { default: library } = await import("cli-progress");
  const bar: SingleBar = new library.SingleBar(
    {
      stream: process.stderr,
      // The reason comes first: a narrow terminal cuts the end.
      format: "{why}{task} {bar} {percentage}% | {value}/{total} | {eta_formatted} left",
      fps: REDRAWS_PER_SECOND,
      clearOnComplete: true,
      hideCursor: true,
      etaAsynchronousUpdate: false,
    },
    library.Presets.shades_classic,
  );
  let task = "";
  let why = "";
  let last: Parameters<typeof show> = ["databases", 0, 1];
  const show = (name: string, done: number, total: number): void => {
    last = [name, done, total];
    if (task === name) {
      bar.setTotal(total);
      bar.update(done, { why });
    } else {
      if (task !== "") bar.stop();
      bar.start(total, done, { task: name, why });
      task = name;
    }
  };
  return {
    scanned: (done, total) => show("properties", done, total),
    judged: (done, total) => show("images", done, total),
    waiting: (reason) => {
      why = reason === undefined ? "" : `waiting: ${reason} | `;
      show(...last);
    },
    clear: () => {
      if (task !== "") bar.stop();
      task = "";
    },
  };
}
