import type { Options } from "yargs";
import type { Command } from "../command.ts";
import { takenBy, wordsAfter, type Takes } from "./vocabulary.ts";

/** What can be typed after `glance-audit`. */
export interface Grammar {
  readonly commands: readonly CommandGrammar[];
}

export interface CommandGrammar {
  readonly name: string;
  readonly describe: string;
  readonly words: Takes;
  readonly options: readonly OptionGrammar[];
}

export interface OptionGrammar {
  /** With their dashes, the long one first. */
  readonly names: readonly string[];
  readonly describe: string;
  /** undefined for a switch. */
  readonly takes: Takes | undefined;
  /** Whether it may be given again, and takes several values with commas. */
  readonly list: boolean;
}

const HELP: OptionGrammar = { names: ["--help"], describe: "Show help", takes: undefined, list: false };

/** Gathers what shells can complete from the commands as the parser knows them. */
export function grammarOf(commands: readonly Command[]): Grammar {
  return {
    commands: commands.map(({ words: { command, describe, options } }) => {
      const [name = ""] = command.split(" ");
      return {
        name,
        describe,
        words: wordsAfter(name),
        options: [
          ...Object.entries(options)
            .filter(([, { hidden }]) => hidden !== true)
            .map((entry) => optionOf(name, entry)),
          HELP,
        ],
      };
    }),
  };
}

function optionOf(command: string, [name, option]: [string, Options]): OptionGrammar {
  const { alias, array, choices, default: standard, describe = "", type } = option;
  const isSwitch = type === "boolean";
  // A switch that is on says something new only when it is turned off.
  const long = isSwitch && standard === true ? `--no-${name}` : `--${name}`;
  return {
    names: [long, ...[alias ?? []].flat().map((short) => `-${short}`)],
    describe,
    takes: isSwitch ? undefined : (choices?.map(String) ?? takenBy(command, name)),
    list: array === true,
  };
}
