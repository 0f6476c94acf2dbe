import type { Interruption } from "./interruption.ts";
import { OutputFile } from "./output-file.ts";
import type { OutputTarget } from "./parse-output.ts";
import { StandardOutput } from "./standard-output.ts";

/** Writes text for people to where the output options say. */
export async function writeText(
  text: string,
  target: OutputTarget | undefined,
  interruption: Interruption,
): Promise<void> {
  const sink =
    target === undefined
      ? new StandardOutput(interruption.signal)
      : new OutputFile(target.path, target.force);
  const forget = interruption.onStop(() => sink.discard());
  try {
    await sink.write(text);
    await sink.finish();
  } finally {
    forget();
  }
}
