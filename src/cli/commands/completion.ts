import { defineCommand, type Command } from "../command.ts";

const options = {
  shell: { type: "string", hidden: true, describe: "bash or zsh" },
} as const;

/** @param others the other commands, whose words are completed */
export function completionOf(others: readonly Command[]): Command {
  const completion: Command = defineCommand({
    command: "completion [shell]",
    describe: "Shell completion for bash or zsh: source <(glance-audit completion bash)",
    options,
    run: async (given, context) =>
      (await import("../runs/completion.ts")).runCompletion(given.shell, [...others, completion], context),
  });
  return completion;
}
