import type { KeystoneHandle } from "./open-keystone.ts";

const PER_PAGE = 2_000;

/** Every project that keystone has, by id; rows of deleted ones are gone. */
export async function readProjects(
  handle: KeystoneHandle,
): Promise<ReadonlyMap<string, "enabled" | "disabled">> {
  const projects = new Map<string, "enabled" | "disabled">();
  let after = "";
  for (;;) {
    const rows = await handle.readArrays(
      handle.db
        .selectFrom("project")
        .select(["id", "enabled"])
        .where("id", ">", after)
        .orderBy("id")
        .limit(PER_PAGE),
    );
    // keystone/resource/core.py treats NULL as enabled.
    for (const [id, enabled] of rows) projects.set(String(id), enabled === 0 ? "disabled" : "enabled");
    const last = rows.at(-1);
    if (last === undefined || rows.length < PER_PAGE) return projects;
    after = String(last[0]);
  }
}
