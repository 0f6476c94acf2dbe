import { spawn } from "node:child_process";

/**
 * Has a shell script run when this process is gone, however it went: even SIGKILL closes the pipe that the
 * shell reads from. The shell has its own process group, so that Ctrl-C does not end it first.
 */
export function lastWill(script: string, ...args: string[]): void {
  const heir = spawn("/bin/sh", ["-c", `while read -r _; do :; done; ${script}`, "last-will", ...args], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  heir.on("error", (error) => {
    throw new Error(`cannot start /bin/sh to clean up after the tests: ${error.message}`);
  });
  heir.unref();
  // A pipe is a socket here; unreferenced, it does not keep the process alive.
  (heir.stdin as unknown as { unref(): void }).unref();
}
