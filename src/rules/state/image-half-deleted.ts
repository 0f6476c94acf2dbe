import { defineRule } from "../rule.ts";

const DELETED: ReadonlySet<string> = new Set(["deleted", "pending_delete"]);

export const imageHalfDeleted = defineRule({
  id: "image-half-deleted",
  severity: "error",
  title: "A deletion stopped half-way",
  why: "glance deletes in two transactions: the first sets the status and soft-deletes all properties, the second deletes the image's row. An image that got only the first is still listed by id, has lost its properties, and its data may or may not be there.",
  fine: "For some seconds while the deletion runs.",
  todo: "Delete the image again: `openstack image delete`.",
  source: "glance/db/__init__.py: ImageRepo.remove",
  needs: [],
  looksAt: "live image",
  check: ({ image }) =>
    DELETED.has(image.status) ? `Its status is ${image.status}, but its row is not deleted.` : null,
});
