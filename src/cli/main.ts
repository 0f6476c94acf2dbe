import { createRequire } from "node:module";
import yargs from "yargs";
import { AuditError, EXIT, UsageError } from "../errors.ts";
import type { CommandContext } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { Interruption } from "./interruption.ts";
import { PARSER_MESSAGES } from "./parser-messages.ts";
import { ClosedPipeError } from "./standard-output.ts";
import { readTerminal } from "./terminal.ts";
import { withoutPasswords } from "./without-passwords.ts";
import { quietSqliteWarning } from "./quiet-sqlite-warning.ts";

const HELP_WIDTH = 100;

/**
 * The whole program.
 * @param argv the words after the program's name
 * @returns the exit code
 */
export async function main(argv: readonly string[]): Promise<number> {
  quietSqliteWarning();
  // Whoever closed standard error, as `2>&1 | head` does, wants no more messages; that is no failure.
  process.stderr.on("error", () => undefined);
  const interruption = new Interruption();
  const context: CommandContext = {
    environment: process.env,
    terminal: readTerminal(),
    interruption,
    say,
    now: () => new Date(),
    version: toolVersion(),
  };
  interruption.listen();
  try {
    return await run(argv, context);
  } catch (error) {
    const failure: unknown = interruption.signal.aborted ? interruption.signal.reason : error;
    const exitCode = explain(failure, argv.includes("--verbose"));
    // All is closed by now; what a slow reader has not taken of our output would keep the process alive.
    if (interruption.signal.aborted) process.exit(exitCode);
    return exitCode;
  }
}

async function run(argv: readonly string[], context: CommandContext): Promise<number> {
  let exitCode: number = EXIT.done;
  const finish = (code: number): void => {
    exitCode = code;
  };
  const parser = yargs(joinDash(argv))
    .scriptName("glance-audit")
    .usage(
      "$0 <command> [options]\n\nRead-only audit of OpenStack snapshot images, straight from the databases.",
    )
    .locale("en")
    .updateStrings(PARSER_MESSAGES)
    .wrap(HELP_WIDTH)
    .version(context.version)
    .parserConfiguration({ "camel-case-expansion": false, "dot-notation": false })
    .strict()
    .demandCommand(1, 1, "Give a command: `glance-audit --help` lists them.", "Give one command only.")
    .recommendCommands()
    .epilogue(
      `Exit codes:\n${EXIT_CODES.map(({ code, meaning }) => `  ${String(code).padEnd(5)}${meaning}`).join("\n")}`,
    )
    .help()
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      // yargs has a class of its own, which it does not export, for some of the users' mistakes.
      if (error !== undefined && error.name !== "YError") throw error;
      throw new UsageError(
        `${message ?? "The command line was not understood."}\nSee \`glance-audit --help\` for what there is.`,
      );
    });
  for (const command of COMMANDS) parser.command(command(context, finish));
  await parser.parseAsync();
  return exitCode;
}

/** yargs takes a lone dash for an option, and not for the value of the one before it. */
function joinDash(argv: readonly string[]): string[] {
  return argv.flatMap((word, at) => {
    if (word === "--image" && argv[at + 1] === "-") return ["--image=-"];
    return word === "-" && argv[at - 1] === "--image" ? [] : [word];
  });
}

/** Tells the user what went wrong, and how the process is to end. */
function explain(error: unknown, verbose: boolean): number {
  if (error instanceof ClosedPipeError) return EXIT.done;
  if (error instanceof AuditError) {
    say(verbose ? `${error.message}\n${error.stack}${causeOf(error)}` : error.message);
    return error.exitCode;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  say(`Internal error: ${message}. Run again with --verbose and report what it prints.`);
  if (verbose) say(stack ?? "");
  return EXIT.internal;
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? `\nCaused by: ${error.cause.stack}` : "";
}

function say(line: string): void {
  process.stderr.write(`${withoutPasswords(line)}\n`);
}

function toolVersion(): string {
  const { version } = createRequire(import.meta.url)("glance-audit/package.json") as { version: string };
  return version;
}
