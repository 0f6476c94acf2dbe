import type { FormatterFactory } from "./formatter.ts";

/** The formats that print rows; `-f` knows some more for single commands. */
export type Format =
  | "table"
  | "csv"
  | "json"
  | "ndjson"
  | "yaml"
  | "value"
  | "markdown"
  | "commands"
  | "sarif"
  | "junit"
  | "nagios";

/** Loads the writer of a format: only the libraries of the one that is asked for cost start-up time. */
export const FORMATS: Readonly<Record<Format, () => Promise<FormatterFactory>>> = {
  table: async () => (await import("./table.ts")).table,
  csv: async () => (await import("./csv.ts")).csv,
  json: async () => (await import("./json.ts")).json,
  ndjson: async () => (await import("./ndjson.ts")).ndjson,
  yaml: async () => (await import("./yaml.ts")).yaml,
  value: async () => (await import("./value.ts")).value,
  commands: async () => (await import("./commands.ts")).commands,
  sarif: async () => (await import("./sarif.ts")).sarif,
  junit: async () => (await import("./junit.ts")).junit,
  nagios: async () => (await import("./nagios.ts")).nagios,
  markdown: async () => (await import("./markdown.ts")).markdown,
};
