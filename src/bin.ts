#!/usr/bin/env node
// Ground rules: it never writes to a database, it never claims more than it read, and it never calls a
// report whole that was not read to its end. Whatever goes wrong before main() decides is an internal error.
process.exitCode = 5;
// A URL among the arguments may hold a password, and `ps` shows arguments to everybody. This overwrites them.
process.title = `glance-audit ${/^[a-z]+$/.exec(process.argv[2] ?? "")?.[0] ?? ""}`.trimEnd();

const NEEDED = [22, 16] as const;
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  process.stderr.write(
    `glance-audit needs Node ${NEEDED.join(".")} or newer; this is ${process.versions.node}. Install a newer Node and run it again.\n`,
  );
  process.exitCode = 2;
} else {
  const { startLean } = await import("./cli/lean-engine.ts");
  startLean();
  const { main } = await import("./cli/main.ts");
  process.exitCode = await main(process.argv.slice(2));
}
