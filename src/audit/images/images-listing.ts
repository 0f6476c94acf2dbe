import type { ImageFacts } from "../../judge/image-facts.ts";
import type { ImageVerdict } from "../../judge/judge-image.ts";
import { isoTime } from "../../judge/times.ts";
import type { Column, Row } from "../row.ts";

/** The columns of `images`, in the order of the CSV header. */
export const IMAGES_COLUMNS: readonly Column[] = [
  { name: "image_id", type: "text" },
  { name: "name", type: "text" },
  { name: "owner", type: "text" },
  { name: "status", type: "text" },
  { name: "visibility", type: "text" },
  { name: "size_bytes", type: "integer" },
  { name: "created_at", type: "time" },
  { name: "updated_at", type: "time" },
  { name: "class", type: "text" },
  { name: "kind", type: "text" },
  { name: "cause", type: "text" },
  { name: "expected", type: "boolean" },
  { name: "image_type", type: "text" },
  { name: "instance_uuid", type: "text" },
  { name: "base_image_ref", type: "text" },
  { name: "image_location", type: "text" },
  { name: "absent", type: "list" },
  { name: "wrong", type: "list" },
  { name: "removed", type: "list" },
  { name: "instance_state", type: "text" },
];

/** What a terminal shows unless `-c` says otherwise. */
export const IMAGES_TABLE = ["image_id", "name", "class", "kind", "cause", "instance_state"] as const;

/** One row of `images`. The four columns carry the counted value unchanged. */
export function imageRow(image: ImageFacts, verdict: ImageVerdict): Row {
  const { classification, kind, explanation } = verdict;
  const { counted } = classification;
  return {
    image_id: image.id,
    name: image.name,
    owner: image.owner,
    status: image.status,
    visibility: image.visibility,
    size_bytes: image.sizeBytes,
    created_at: isoTime(image.createdAt),
    updated_at: image.updatedAt === null ? null : isoTime(image.updatedAt),
    class: classification.class,
    kind,
    cause: explanation?.cause ?? null,
    expected: explanation?.expected ?? null,
    image_type: counted.image_type?.value ?? null,
    instance_uuid: counted.instance_uuid?.value ?? null,
    base_image_ref: counted.base_image_ref?.value ?? null,
    image_location: counted.image_location?.value ?? null,
    absent: classification.absent,
    wrong: classification.wrong,
    removed: classification.removed,
    instance_state: verdict.instanceState,
  };
}
