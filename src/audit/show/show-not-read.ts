import type { NotRead } from "./shown-image.ts";
import type { Databases } from "../with-databases.ts";

/** The databases that were not given, or not read to their end. */
export function notRead({ nova, cinder, keystone }: Databases): readonly NotRead[] {
  const ofNova =
    nova === undefined
      ? [{ place: "nova", reason: null }]
      : [
          ...lacking("nova-api", nova.api),
          ...nova.cells.flatMap(({ database }) => lacking(`cell ${database.name}`, database)),
        ];
  return [...ofNova, ...lacking("cinder", cinder), ...lacking("keystone", keystone)];
}

function lacking(
  place: string,
  database: { readonly unread: string | undefined } | undefined,
): readonly NotRead[] {
  if (database === undefined) return [{ place, reason: null }];
  return database.unread === undefined ? [] : [{ place, reason: database.unread }];
}
