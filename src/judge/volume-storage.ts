/** Why a volume-backed image cannot be booted any more. */
export type Loss = "missing" | "deleted" | "error";

const LOST: Readonly<Record<string, Loss>> = {
  deleted: "deleted",
  deleting: "deleted",
  error: "error",
  error_deleting: "error",
};

/**
 * What is wrong with a cinder snapshot that an image is made of; undefined if nothing is. Without it a server
 * cannot be booted from the image (nova/compute/api.py: _check_requested_image and cinder's 404).
 * @param snapshot undefined where cinder has no row of it
 */
export function lossOf(
  snapshot: { readonly status: string | null; readonly deleted: boolean } | undefined,
): Loss | undefined {
  if (snapshot === undefined) return "missing";
  return snapshot.deleted ? "deleted" : LOST[snapshot.status ?? ""];
}
