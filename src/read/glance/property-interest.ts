import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import { isOddName } from "../../guard/fragments.ts";
import type { ImagePropertiesTable } from "../../schema/glance.ts";
import {
  BLOCK_DEVICE_PROPERTIES,
  SNAPSHOT_PROPERTIES,
  VMWARE_PREFIX,
  XENAPI_PROPERTY,
} from "../../schema/snapshot-properties.ts";
import type { Engine } from "../../guard/read-only-dialect.ts";
import type { GlanceHandle } from "./glance-handle.ts";

const EXACT = [...SNAPSHOT_PROPERTIES, ...BLOCK_DEVICE_PROPERTIES, XENAPI_PROPERTY];
const FIRST_LETTERS = new Set([...EXACT, VMWARE_PREFIX].map((name) => name.charCodeAt(0)));
/** Names that are common, begin like a wanted one and are none: naming them is cheaper than examining them. */
const COMMON = ["architecture", "backup_type", "boot_roles", "image_state"];
/** First bytes that folding leaves as they are and that no wanted name begins with. */
const FOREIGN_FIRST_LETTERS = Array.from("abcdefghijklmnopqrstuvwxyz0123456789_", (letter) =>
  letter.charCodeAt(0),
).filter((code) => !FIRST_LETTERS.has(code));

type PropertyRows = ExpressionBuilder<{ p: ImagePropertiesTable }, "p">;

/** All rows of exactly these names, and perhaps some in capitals: on MySQL the first letter comes first here too. */
export function isNamed(engine: Engine, names: readonly string[]) {
  return (eb: PropertyRows): Expression<SqlBool> => {
    const named = eb("p.name", "in", names);
    if (engine === "sqlite") return named;
    const firstLetters = [...new Set(names.map((name) => name.charCodeAt(0)))];
    return eb.and([eb(eb.fn<number>("ascii", ["p.name"]), "in", firstLetters), named]);
  };
}

/**
 * The rows of image_properties that can matter to a verdict: a superset, the same on every engine, from
 * which the verdict picks by exact bytes. Names that differ from a wanted one in case, blanks, width or
 * accents are fetched whatever the collation is. On MySQL the first letter comes first: it settles most
 * of ten million rows for a tenth of what the comparison costs.
 */
export function isOfInterest(handle: GlanceHandle) {
  return (eb: PropertyRows): Expression<SqlBool> => {
    const odd = isOddName(handle.engine, eb.ref("p.name"));
    const wanted = eb.or([eb("p.name", "in", EXACT), eb.and([eb("p.name", "not in", COMMON), odd])]);
    if (handle.engine === "sqlite") return wanted;
    const firstByte = eb.fn<number>("ascii", ["p.name"]);
    return eb.and([eb(firstByte, "not in", FOREIGN_FIRST_LETTERS), wanted]);
  };
}
