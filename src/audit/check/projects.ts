import { readProjects } from "../../read/keystone/projects.ts";
import type { ProjectStanding } from "../../rules/subjects.ts";
import type { Databases } from "../with-databases.ts";

/** Which projects keystone has. */
export interface Projects {
  standing(id: string): ProjectStanding;
}

/** @returns undefined without a keystone that could be read */
export async function findProjects({ keystone }: Databases): Promise<Projects | undefined> {
  const known = await keystone?.visit(readProjects);
  return (
    known && {
      standing: (id) => {
        const project = known.get(id);
        return project === undefined ? "gone" : project.enabled ? "enabled" : "disabled";
      },
    }
  );
}
