import type { Argv, CommandModule, InferredOptionTypes, Options, PositionalOptions } from "yargs";
import { UsageError } from "../errors.ts";
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
  /** The words after the command that `command` names in brackets. */
  readonly positionals?: Readonly<Record<string, PositionalOptions>>;
  /** @returns the exit code */
  readonly run: (given: InferredOptionTypes<O>, context: CommandContext) => Promise<number>;
}

/** A command, ready for yargs: its exit code goes to `finish`. */
export interface Command {
  (context: CommandContext, finish: (exitCode: number) => void): CommandModule;
  /** What can be typed, for completion. */
  readonly words: Pick<CommandDefinition<OptionTable>, "command" | "describe" | "options">;
}

/** Makes a command for yargs whose exit code goes to `finish`. */
export function defineCommand<const O extends OptionTable>(definition: CommandDefinition<O>): Command {
  const module = (context: CommandContext, finish: (exitCode: number) => void): CommandModule => ({
    command: definition.command,
    describe: definition.describe,
    builder: (parser: Argv) => {
      const positionals = Object.entries(definition.positionals ?? {});
      for (const [name, positional] of positionals) parser.positional(name, positional);
      if (definition.epilogue !== undefined) parser.epilogue(definition.epilogue);
      return parser.options(definition.options);
    },
    handler: async (given) => {
      refuseRepeats(definition.options, given);
      finish(await definition.run(given as unknown as InferredOptionTypes<O>, context));
    },
  });
  return Object.assign(module, { words: definition });
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
