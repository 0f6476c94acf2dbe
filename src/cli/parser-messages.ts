/** What yargs says of wrong command lines, as sentences like ours: its own, which are the keys, are fragments. */
export const PARSER_MESSAGES = {
  "Not enough arguments following: %s": "The option %s needs a value.",
  "Not enough non-option arguments: got %s, need at least %s": {
    one: "After the command there is %s word, and at least %s is needed.",
    other: "After the command there are %s words, and at least %s needed.",
  },
  "Invalid values:": "There are values that an option does not take.",
  "Argument: %s, Given: %s, Choices: %s": "--%s was given %s; it takes %s.",
  "Unknown argument: %s": {
    one: "There is no option or command %s.",
    other: "There are no options or commands %s.",
  },
  "Unknown command: %s": { one: "There is no command %s.", other: "There are no commands %s." },
  // Its types do not know that a message may have a plural.
} as unknown as Record<string, string>;
