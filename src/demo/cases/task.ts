import type { Scene } from "../scene.ts";
import type { Sink } from "../tables.ts";
import { MINUTE, stamp } from "../time.ts";

/** Writes a glance task that works on an image right now (glance/db/sqlalchemy/models.py: Task, TaskInfo). */
export function writeTask(
  scene: Scene,
  sink: Sink,
  slug: string,
  type: "location_import" | "api_image_import",
): void {
  const id = scene.idOf(`task ${slug}`);
  const image_id = scene.imageId(slug);
  const created_at = stamp(scene.ago(2 * MINUTE));
  sink.add("glance", "tasks", {
    id,
    type,
    status: "processing",
    owner: scene.project("web").id,
    image_id,
    created_at,
    updated_at: created_at,
    deleted: 0,
  });
  const input = JSON.stringify({
    image_id,
    import_req: { method: { name: "glance-direct" } },
    backend: ["rbd"],
  });
  sink.add("glance", "task_info", { task_id: id, input, message: "" });
}
