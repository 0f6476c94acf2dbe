import type { Case } from "./cases/case.ts";
import { FLEET, type FleetMember } from "./cases/fleet.ts";
import { writeImage, type DemoImage } from "./glance-rows.ts";
import { writeAction } from "./nova-rows.ts";
import type { NamedProject } from "./project.ts";
import type { Scene } from "./scene.ts";
import type { Sink } from "./tables.ts";
import type { NamedTruth, Verdict } from "./truth.ts";

/** One case made concrete: the truth about its image, and what writes it. */
export interface NamedImage {
  readonly truth: NamedTruth;
  readonly createdAt: number;
  readonly sizeBytes: number | null;
  writeTo(sink: Sink): void;
}

const WITHOUT_DATA: ReadonlySet<string> = new Set(["queued", "saving", "uploading", "importing"]);

export function namedImage(scene: Scene, subject: Case): NamedImage {
  const image = imageOf(scene, subject);
  return {
    truth: truthOf(scene, subject, image),
    createdAt: image.createdAt,
    sizeBytes: image.sizeBytes,
    writeTo(sink) {
      writeImage(sink, image, scene.random(`data ${subject.slug}`));
      subject.also?.(scene, sink);
      if (subject.of === undefined || subject.action === undefined) return;
      writeAction(sink, scene.server(subject.of), subject.action, image.createdAt - 1);
    },
  };
}

function imageOf(scene: Scene, subject: Case): DemoImage {
  const { owner, deletedAgo, sizeBytes, ...draft } = subject.image(scene);
  const ownerName = owner === undefined ? projectOf(subject) : owner;
  const empty = WITHOUT_DATA.has(draft.status ?? "active");
  const mebibytes = scene.random(`size ${subject.slug}`).between(700, 6000);
  return {
    ...draft,
    id: scene.imageId(subject.slug),
    name: nameOf(subject),
    owner: ownerName === null ? null : scene.project(ownerName),
    createdAt: scene.ago(subject.age),
    ...(deletedAgo === undefined ? {} : { deletedAt: scene.ago(deletedAgo) }),
    sizeBytes: sizeBytes === undefined ? (empty ? null : mebibytes * 2 ** 20) : sizeBytes,
  };
}

function nameOf({ name, slug }: Case): string | null {
  return name === undefined ? slug : name;
}

function projectOf({ of }: Case): NamedProject {
  if (of === undefined) return "web";
  const { project = "web" }: FleetMember = FLEET[of];
  return project;
}

function truthOf(scene: Scene, subject: Case, image: DemoImage): NamedTruth {
  const [imageClass, kind, cause = null, expected = null] = subject.truth;
  const verdict: Verdict = { class: imageClass, kind, cause, expected };
  const member: FleetMember | undefined = subject.of === undefined ? undefined : FLEET[subject.of];
  return {
    ...verdict,
    id: image.id,
    slug: subject.slug,
    name: image.name,
    story: subject.story,
    deleted: image.deleted ?? false,
    instanceState: member === undefined ? null : (member.state ?? "alive"),
    withoutNova: subject.withoutNova ?? {},
    holds: typeof subject.holds === "function" ? subject.holds(scene) : (subject.holds ?? null),
  };
}
