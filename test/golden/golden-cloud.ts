import { makeDemo } from "../../src/demo/demo.ts";
import { runCli } from "../support/run-cli.ts";
import { scratchDirectory, type ScratchDirectory } from "../faults/scratch-directory.ts";

/** A fixed moment: what a transcript says of ages must not depend on the day. */
const NOW = new Date("2026-01-15T12:00:00Z");

/** The demo as a user keeps it, always the same. */
export interface GoldenCloud extends Disposable {
  /** The id of a named image. */
  id(slug: string): string;
  /** What a command prints, as somebody would paste it into a ticket. */
  transcript(command: string, options?: { readonly only?: "glance" }): Promise<string>;
}

export async function goldenCloud(): Promise<GoldenCloud> {
  const directory: ScratchDirectory = scratchDirectory();
  const { databases, named } = await makeDemo({ where: { sqliteDir: directory.path }, now: NOW });
  const others = {
    GLANCE_AUDIT_NOVA_API: databases.nova_api,
    GLANCE_AUDIT_CINDER: databases.cinder,
    GLANCE_AUDIT_KEYSTONE: databases.keystone,
  };
  return {
    id(slug) {
      const found = named.find((image) => image.slug === slug);
      if (found === undefined) throw new Error(`The demo has no image ${slug}.`);
      return found.id;
    },
    async transcript(command, { only } = {}) {
      const env = {
        COLUMNS: "100",
        GLANCE_AUDIT_GLANCE: databases.glance,
        ...(only === undefined ? others : {}),
      };
      const { code, stdout, stderr } = await runCli(command.split(" "), { env });
      const end = code === 0 ? "" : `[exit code ${code}]\n`;
      return `$ glance-audit ${command}\n${stdout}${stderr}${end}`.replaceAll(directory.path, "/srv/demo");
    },
    [Symbol.dispose]: () => directory[Symbol.dispose](),
  };
}
