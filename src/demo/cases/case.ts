import type { DemoImage } from "../glance-rows.ts";
import type { Cause } from "../../judge/cause.ts";
import type { Class } from "../../judge/classify.ts";
import type { Kind } from "../../judge/kind.ts";
import type { SnapshotAction } from "../nova-rows.ts";
import type { NamedProject } from "../project.ts";
import type { Scene } from "../scene.ts";
import type { Sink } from "../tables.ts";
import type { Verdict } from "../truth.ts";
import type { NamedServer } from "./fleet.ts";

/** The parts of an image that a case decides; the rest follows from its server, its age and its status. */
export type Draft = Pick<DemoImage, "properties"> &
  Partial<Omit<DemoImage, "id" | "name" | "owner" | "createdAt" | "deletedAt">> & {
    readonly owner?: NamedProject | null;
    /** Seconds before now at which images.deleted_at was written. */
    readonly deletedAgo?: number;
  };

/** One image that shows one thing, with the truth about it. */
export interface Case {
  readonly slug: string;
  /** Default: the slug. */
  readonly name?: string | null;
  /** How it came about, in one sentence. */
  readonly story: string;
  /** Seconds before now at which it was created. */
  readonly age: number;
  readonly truth: readonly [Class, Kind] | readonly [Class, Kind, Cause, boolean];
  /** The server that the image leads to: by instance_uuid, or through cinder when it is volume-backed. */
  readonly of?: NamedServer;
  /** What nova noted about the request for it. */
  readonly action?: SnapshotAction;
  readonly withoutNova?: Partial<Verdict>;
  /** Given for images whose server is gone: what still needs them. */
  readonly holds?: readonly string[] | ((scene: Scene) => readonly string[]);
  readonly image: (scene: Scene) => Draft;
  /** Further rows: tasks, volumes, other images' needs. */
  readonly also?: (scene: Scene, sink: Sink) => void;
}
