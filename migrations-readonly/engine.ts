import type { Kysely } from "kysely";

/** MariaDB counts as "mysql", as it does for upstream. */
export type Engine = "mysql" | "sqlite";

export type Service = "glance" | "nova-cell" | "nova-api" | "cinder" | "keystone";

export type Up = (db: Kysely<unknown>, engine: Engine) => Promise<void>;
