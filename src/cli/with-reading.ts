import type { OpenOptions } from "../connect/open-options.ts";
import { StatementLog } from "../connect/statement-log.ts";
import { IncompleteError } from "../errors.ts";
import type { CommandContext } from "./command.ts";
import { keepMemoryModest } from "./modest-memory.ts";
import type { Reading } from "./parse-reading.ts";
import type { ProgressLine } from "./progress.ts";
import { statementLines } from "./statement-lines.ts";

/**
 * Works with databases as the safety options ask: within a time limit, saying why it waits, and telling in
 * the end what was sent, however it ended.
 * @param tell takes sentences that `--quiet` leaves out
 */
export async function withReading<T>(
  reading: Reading,
  context: CommandContext,
  line: ProgressLine,
  tell: (message: string) => void,
  work: (open: OpenOptions) => Promise<T>,
): Promise<T> {
  keepMemoryModest();
  const limit = new AbortController();
  const timer = reading.runTimeMs === undefined ? undefined : setTimer(limit, reading.runTimeMs);
  const statements = reading.showSql ? new StatementLog() : undefined;
  try {
    return await work({
      ...reading,
      statements,
      signal: AbortSignal.any([context.interruption.signal, limit.signal]),
      notify: (message) => {
        line.clear();
        tell(message);
      },
      waiting: (reason) => line.waiting(reason),
      now: context.now,
    });
  } finally {
    clearTimeout(timer);
    line.clear();
    if (statements !== undefined) statementLines(statements.statements).forEach(context.say);
  }
}

function setTimer(limit: AbortController, afterMs: number): NodeJS.Timeout {
  return setTimeout(() => {
    limit.abort(
      new IncompleteError(
        `The time limit of ${afterMs / 1000} s was reached (--run-time). Allow more, or ask for less with filters.`,
      ),
    );
  }, afterMs).unref();
}
