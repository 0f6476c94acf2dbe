// A program for the tests of terminals: runs the words after it, says its process id before and how the
// terminal is set afterwards.
import { spawn, spawnSync } from "node:child_process";

const [script = "", ...args] = process.argv.slice(2);
const child = spawn(process.execPath, [script, ...args], { stdio: "inherit" });
console.log(`pid ${child.pid}.`);
child.on("exit", (code, signal) => {
  const { stdout } = spawnSync("stty", ["-a"], { stdio: ["inherit", "pipe", "inherit"], encoding: "utf8" });
  const settings = stdout.split(/[\s;]+/);
  console.log(`echo ${settings.includes("echo") && settings.includes("icanon") ? "on" : "off"}.`);
  process.exitCode = code ?? (signal === null ? 1 : 2);
});
// The terminal's own signals go to the child, too.
process.on("SIGINT", () => undefined);
