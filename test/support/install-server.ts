import { existsSync, rmSync, writeFileSync } from "node:fs";
import { mustRun, runCommand } from "./run-command.ts";

/** The programs alone: no service, no /var/lib/mysql. */
const PROGRAMS = ["mariadb-server-core", "mariadb-client-core"];
/** Where the distribution has the above only with a version in the name. */
const WHOLE = ["mariadb-server"];
const QUIET = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
const POLICY = "/usr/sbin/policy-rc.d";

/** True for root on a distribution with apt. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get") && existsSync("/etc/debian_version");
}

/** Installs MariaDB from the distribution; its service is not started. */
export async function installServer(): Promise<void> {
  await announce("a MariaDB server", PROGRAMS);
  const known = await runCommand("apt-cache", ["show", ...PROGRAMS], { env: QUIET });
  if (known.code === 0) await install(PROGRAMS);
  else await withoutServices(() => install(WHOLE));
}

/**
 * What `find` finds, installed from the distribution if need be and possible.
 * @throws Error with the one line to run where it is not
 */
export async function findOrInstall<T>(
  what: string,
  packages: readonly string[],
  find: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const found = await find();
  if (found !== undefined) return found;
  if (canInstall()) {
    await announce(what, packages);
    await install(packages);
    const installed = await find();
    if (installed !== undefined) return installed;
  }
  throw new Error(`This test needs ${what}. Run: apt-get install -y ${packages.join(" ")}`);
}

async function announce(what: string, packages: readonly string[]): Promise<void> {
  process.stderr.write(`The tests need ${what}. Once: apt-get install ${packages.join(" ")} …\n`);
  await mustRun("apt-get", ["update", "-qq"], { env: QUIET, timeoutMs: 300_000 });
}

function install(packages: readonly string[]): Promise<string> {
  const options = ["install", "-y", "-qq", "--no-install-recommends"];
  return mustRun("apt-get", [...options, ...packages], { env: QUIET, timeoutMs: 900_000 });
}

/** Debian asks `policy-rc.d` before a package starts its service; 101 is "no". */
async function withoutServices(work: () => Promise<unknown>): Promise<void> {
  if (existsSync(POLICY)) {
    await work();
    return;
  }
  writeFileSync(POLICY, "#!/bin/sh\n# Of the tests of glance-audit, while they install.\nexit 101\n", {
    mode: 0o755,
  });
  try {
    await work();
  } finally {
    rmSync(POLICY, { force: true });
  }
}
