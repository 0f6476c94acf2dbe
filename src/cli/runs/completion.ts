import { EXIT, UsageError } from "../../errors.ts";
import type { Command, CommandContext } from "../command.ts";
import { bashCompletion } from "../completion/bash.ts";
import { grammarOf } from "../completion/grammar.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { writeText } from "../write-text.ts";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion } as const;

/** `glance-audit completion`. */
export async function runCompletion(
  shell: string | undefined,
  commands: readonly Command[],
  context: CommandContext,
): Promise<number> {
  if (shell !== "bash" && shell !== "zsh") {
    const given = shell === undefined ? "" : `, not "${shell}"`;
    throw new UsageError(
      `completion takes ${Object.keys(SHELLS).join(" or ")}${given}. Write into the shell's start-up file: source <(glance-audit completion bash).`,
    );
  }
  await writeText(SHELLS[shell](grammarOf(commands)), undefined, context.interruption);
  return EXIT.done;
}
