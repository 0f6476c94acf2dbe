import type { GlanceHandle } from "./glance-handle.ts";

const PER_PAGE = 500;
const RUNNING = ["pending", "processing"];

/**
 * The images that a task of glance works on. Before Wallaby only the task's input names its image.
 * @returns undefined if a table that would say so is not there to be read
 */
export async function readImagesOfTasks(handle: GlanceHandle): Promise<ReadonlySet<string> | undefined> {
  if (!handle.shape.hasTable("tasks")) return undefined;
  const named = handle.shape.has("tasks.image_id");
  const images = new Set<string>();
  let after = "";
  for (;;) {
    const rows = await handle.readArrays(
      handle.db
        .selectFrom("tasks as t")
        .select("t.id")
        .select((eb) => (named ? eb.ref("t.image_id") : eb.lit(null).$castTo<null>()).as("image_id"))
        .where("t.status", "in", RUNNING)
        .where("t.deleted", "=", 0)
        .where("t.id", ">", after)
        .orderBy("t.id")
        .limit(PER_PAGE),
    );
    for (const [, imageId] of rows) if (imageId !== null) images.add(String(imageId));
    const unnamed = rows.filter(([, imageId]) => imageId === null).map(([id]) => String(id));
    if (unnamed.length > 0 && !handle.shape.has("task_info.input")) return undefined;
    for (const image of await imagesInInput(handle, unnamed)) images.add(image);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PER_PAGE) return images;
    after = String(last[0]);
  }
}

async function imagesInInput(handle: GlanceHandle, tasks: readonly string[]): Promise<string[]> {
  if (tasks.length === 0) return [];
  const rows = await handle.readArrays(
    handle.db
      .selectFrom("task_info")
      .select("input")
      .where("task_id", "in", [...tasks]),
  );
  return rows.flatMap(([input]) => imageIn(String(input)) ?? []);
}

function imageIn(input: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(input);
    const id = (parsed as { readonly image_id?: unknown } | null)?.image_id;
    return typeof id === "string" ? id : undefined;
  } catch {
    return undefined;
  }
}
