import { existsSync, rmSync, writeFileSync } from "node:fs";
import { mustRun, runCommand } from "./run-command.ts";

/** The programs alone: no service, no /var/lib/mysql. */
const PROGRAMS = ["mariadb-server-core", "mariadb-client-core"];
/** Where the distribution has the above only with a version in the name. */
const WHOLE = ["mariadb-server"];
const POLICY = "/usr/sbin/policy-rc.d";

/** True for root on a distribution with apt. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get") && existsSync("/etc/debian_version");
}

/** Installs MariaDB from the distribution; its service is not started. */
export async function installServer(): Promise<void> {
  process.stderr.write("The tests need a MariaDB server. Once: apt-get install mariadb-server-core …\n");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await mustRun("apt-get", ["update", "-qq"], { env, timeoutMs: 300_000 });
  const install = ["install", "-y", "-qq", "--no-install-recommends"];
  const known = await runCommand("apt-cache", ["show", ...PROGRAMS], { env });
  if (known.code === 0) {
    await mustRun("apt-get", [...install, ...PROGRAMS], { env, timeoutMs: 900_000 });
    return;
  }
  await withoutServices(() => mustRun("apt-get", [...install, ...WHOLE], { env, timeoutMs: 900_000 }));
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
