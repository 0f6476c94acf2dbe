import type { CellHandle } from "./open-cell.ts";

/** Somebody asked nova for an image of a server, or to shelve it. */
export interface SnapshotAction {
  /** Lower case. */
  readonly instance: string;
  /** createImage, createBackup or shelve. */
  readonly action: string;
  readonly startedAt: string;
  readonly request: string | null;
  readonly user: string | null;
}

/** When the actions that are looked for may have been noted; naive UTC text, both ends included. */
export interface ActionWindow {
  readonly instance: string;
  readonly from: string;
  readonly until: string;
}

/** Noted since Pike, shelve earlier (nova/compute/instance_actions.py). */
const ACTIONS = ["createImage", "createBackup", "shelve"];

/**
 * The actions that made an image of a server and fall into one of the windows. Archived servers took theirs along.
 * @param windows at most some hundreds
 */
export async function readSnapshotActions(
  handle: CellHandle,
  windows: readonly ActionWindow[],
): Promise<readonly SnapshotAction[]> {
  const { db, shape } = handle;
  if (windows.length === 0 || !shape.has("instance_actions.start_time")) return [];
  const rows = await handle.readArrays(
    db
      .selectFrom("instance_actions as a")
      .select(["a.instance_uuid", "a.action", "a.start_time", "a.user_id"])
      .select((eb) =>
        (shape.has("instance_actions.request_id") ? eb.ref("a.request_id") : eb.lit(null)).as("request"),
      )
      .where("a.action", "in", ACTIONS)
      .where((eb) =>
        eb.or(
          windows.map(({ instance, from, until }) =>
            eb.and([
              eb("a.instance_uuid", "=", instance),
              eb("a.start_time", ">=", from),
              // SQLite keeps fractions as text, so what is longer comes later.
              eb("a.start_time", "<=", `${until}.999999`),
            ]),
          ),
        ),
      )
      .orderBy("a.id"),
  );
  return rows.map(([instance, action, startedAt, user, request]) => ({
    instance: String(instance).toLowerCase(),
    action: String(action),
    startedAt: String(startedAt),
    request: request as string | null,
    user: user as string | null,
  }));
}
