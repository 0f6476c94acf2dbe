import { runCommand } from "./run-command.ts";

/** True if there is a docker program and its daemon answers soon. */
export async function dockerAnswers(): Promise<boolean> {
  const { code, output } = await runCommand("docker", ["info", "--format", "{{.ServerVersion}}"], {
    timeoutMs: 5000,
  });
  return code === 0 && /^\d/.test(output.trim());
}
