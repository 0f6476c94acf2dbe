import type { CommandModule, InferredOptionTypes, Options } from "yargs";
import { UsageError } from "../errors.ts";
import { keepMemoryModest } from "./modest-memory.ts";
import type { Interruption } from "./interruption.ts";
import type { Terminal } from "./terminal.ts";

/** What a command gets from the process. */
export interface CommandContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  readonly interruption: Interruption;
  /** Prints one line for people on standard error. */
  readonly say: (line: string) => void;
  readonly now: () => Date;
  readonly version: string;
}

type OptionTable = Readonly<Record<string, Options>>;

/** A command as main() knows it: options and help are cheap, the work is loaded when it runs. */
export interface CommandDefinition<O extends OptionTable> {
  readonly command: string;
  readonly describe: string;
  /** What the help says at its end. */
  readonly epilogue?: string;
  readonly options: O;
  /** @returns the exit code */
  readonly run: (given: InferredOptionTypes<O>, context: CommandContext) => Promise<number>;
}

/** A command, ready for yargs: its exit code goes to `finish`. */
export type Command = (context: CommandContext, finish: (exitCode: number) => void) => CommandModule;

/** Makes a command for yargs whose exit code goes to `finish`. */
export function defineCommand<const O extends OptionTable>(definition: CommandDefinition<O>): Command {
  return (context, finish) => ({
    command: definition.command,
    describe: definition.describe,
    builder: (parser) =>
      definition.epilogue === undefined
        ? parser.options(definition.options)
        : parser.options(definition.options).epilogue(definition.epilogue),
    handler: async (given) => {
      refuseRepeats(definition.options, given);
      keepMemoryModest();
      finish(await definition.run(given as unknown as InferredOptionTypes<O>, context));
    },
  });
}

/** yargs makes a list of an option that is given twice; where one value is wanted that is a mistake. */
function refuseRepeats(options: OptionTable, given: Readonly<Record<string, unknown>>): void {
  const repeated = Object.entries(options).filter(
    ([name, option]) => !option.array && Array.isArray(given[name]),
  );
  if (repeated.length > 0) {
    throw new UsageError(
      repeated.map(([name]) => `--${name} is given more than once. Give it once.`).join("\n"),
    );
  }
}
