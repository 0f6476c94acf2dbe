import type { KeystoneHandle } from "./open-keystone.ts";

/** A project of keystone. No row means that it is gone: keystone deletes rows for good. */
export interface Project {
  readonly name: string;
  readonly enabled: boolean;
}

const PER_PAGE = 2_000;

/** All projects by id. */
export async function readProjects(handle: KeystoneHandle): Promise<ReadonlyMap<string, Project>> {
  const projects = new Map<string, Project>();
  let after = "";
  for (;;) {
    const rows = await handle.readArrays(
      handle.db
        .selectFrom("project")
        .select(["id", "name", "enabled"])
        .where("id", ">", after)
        .orderBy("id")
        .limit(PER_PAGE),
    );
    for (const [id, name, enabled] of rows) {
      projects.set(String(id), projectOf(name, enabled));
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PER_PAGE) return projects;
    after = String(last[0]);
  }
}

/**
 * Those of these projects that keystone has, by id.
 * @param ids at most some hundreds
 */
export async function readProjectsNamed(
  handle: KeystoneHandle,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Project>> {
  if (ids.length === 0) return new Map();
  const rows = await handle.readArrays(
    handle.db
      .selectFrom("project")
      .select(["id", "name", "enabled"])
      .where("id", "in", [...ids]),
  );
  return new Map(rows.map(([id, name, enabled]) => [String(id), projectOf(name, enabled)]));
}

function projectOf(name: unknown, enabled: unknown): Project {
  return { name: String(name), enabled: Number(enabled ?? 1) !== 0 };
}
