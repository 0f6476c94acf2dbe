import { indexOfName, Random, STREAM } from "./random.ts";
import type { Sink } from "./tables.ts";

/** A keystone project, or one that keystone has forgotten. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly standing: "enabled" | "disabled" | "gone";
}

/** The projects of the named cases. Rows of gone projects are hard-deleted: keystone keeps no trace. */
const NAMED_PROJECTS = {
  web: "enabled",
  databases: "enabled",
  platform: "enabled",
  research: "disabled",
  legacy: "gone",
} as const satisfies Record<string, Project["standing"]>;

export type NamedProject = keyof typeof NAMED_PROJECTS;

const ROOT_DOMAIN = "<<keystone.domain.root>>";

/** One project for every 500 images, as large public clouds have, at most 2,000. */
export function projectCount(images: number): number {
  return Math.max(8, Math.min(2000, Math.ceil(images / 500)));
}

export function namedProject(seed: number, name: NamedProject): Project {
  const id = new Random(seed, STREAM.project, indexOfName(name)).hex(4);
  return { id, name, standing: NAMED_PROJECTS[name] };
}

export function bulkProject(seed: number, index: number): Project {
  const random = new Random(seed, STREAM.project, index);
  const id = random.hex(4);
  const standing = random.pick(STANDINGS);
  return { id, name: `${random.pick(TEAMS)}-${String(index).padStart(4, "0")}`, standing };
}

/** The user who mostly works in a project. */
export function userOf(project: Project): string {
  return new Random(indexOfName(project.id), STREAM.project, 1).hex(4);
}

/** Writes keystone.project: the root pseudo-domain, the default domain and the projects that still exist. */
export function writeProjects(sink: Sink, seed: number, bulk: number): void {
  const domain = { extra: "{}", domain_id: ROOT_DOMAIN, is_domain: 1 };
  sink.add("keystone", "project", {
    ...domain,
    id: ROOT_DOMAIN,
    name: ROOT_DOMAIN,
    description: "",
    enabled: 0,
  });
  sink.add("keystone", "project", {
    ...domain,
    id: "default",
    name: "Default",
    description: "The default domain",
    enabled: 1,
  });
  for (const name of Object.keys(NAMED_PROJECTS))
    writeProject(sink, namedProject(seed, name as NamedProject));
  for (let index = 0; index < bulk; index++) writeProject(sink, bulkProject(seed, index));
}

function writeProject(sink: Sink, project: Project): void {
  if (project.standing === "gone") return;
  sink.add("keystone", "project", {
    id: project.id,
    name: project.name,
    extra: "{}",
    description: "",
    enabled: project.standing === "enabled" ? 1 : 0,
    domain_id: "default",
    parent_id: "default",
    is_domain: 0,
  });
}

const TEAMS = ["shop", "search", "billing", "ci", "lab", "data", "mail", "games", "maps", "video"];

/** Four in a hundred projects are gone, two are disabled. */
const STANDINGS: readonly Project["standing"][] = [
  ...Array.from({ length: 47 }, () => "enabled" as const),
  "disabled",
  "gone",
  "gone",
];
