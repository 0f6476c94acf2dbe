import type { Handle } from "../../connect/handle.ts";
import type { GlanceTables } from "../../schema/glance.ts";

export type GlanceHandle = Handle<"glance", GlanceTables>;
