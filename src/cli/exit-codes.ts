import { EXIT } from "../errors.ts";

const MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: "done; nothing at or above --fail-on",
  findings: "findings at or above --fail-on",
  usage: "wrong usage: the message names the option and what it takes",
  glanceUnusable: "glance cannot be used: cannot connect, no privilege, not a glance schema",
  incomplete: "not read to the end, or the output could not be written: the message says what",
  internal: "internal error",
  interrupted: "interrupted (SIGINT)",
  terminated: "terminated (SIGTERM)",
};

/** The exit codes and what they mean, for the help and for README. */
export const EXIT_CODES: readonly { readonly code: number; readonly meaning: string }[] = (
  Object.keys(EXIT) as (keyof typeof EXIT)[]
).map((name) => ({ code: EXIT[name], meaning: MEANINGS[name] }));
