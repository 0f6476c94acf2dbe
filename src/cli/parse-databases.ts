import type { InferredOptionTypes } from "yargs";
import type { AuditPlaces, CellOverride, NovaPlaces } from "../audit/places.ts";
import type { Service } from "../connect/handle.ts";
import { findPlace, type FoundPlace, type NamedPlace } from "../connect/settings/find-place.ts";
import type { Where } from "../connect/where.ts";
import { UsageError } from "../errors.ts";
import type { connectionOptions } from "./options/connection.ts";
import type { databaseOptions } from "./options/databases.ts";
import { parseConnection, type ConnectionArguments } from "./parse-connection.ts";
import type { Problems } from "./problems.ts";

/** The database options of a command. */
export type DatabaseArguments = ConnectionArguments &
  Omit<InferredOptionTypes<typeof databaseOptions>, keyof typeof connectionOptions>;

/** Where the databases are; glance is undefined only if there is a problem. */
export interface Places extends Omit<AuditPlaces, "glance"> {
  readonly glance: Where | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;
/** Understands what an option or variable holds; undefined, and a problem, if it cannot. */
type Find = (service: Service, place: NamedPlace) => FoundPlace | undefined;

/** Understands where the databases are: the command line, else the environment. Problems are collected. */
export function parseDatabases(
  given: DatabaseArguments,
  environment: Environment,
  problems: Problems,
  notify: (message: string) => void,
): Places {
  const common = parseConnection(given, environment, problems, notify);
  const find: Find = (service, place) => {
    try {
      const found = findPlace(service, place, common);
      found.warnings.forEach(notify);
      return found;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.add(error.message);
      return undefined;
    }
  };
  const one = (service: "glance" | "nova-api" | "cinder" | "keystone"): FoundPlace | undefined => {
    const place = nameOne(service, given, environment);
    return place && find(service, place);
  };
  if (nameOne("glance", given, environment) === undefined) {
    problems.add(
      "No glance database is given. Use --glance or the variable GLANCE_AUDIT_GLANCE, with a URL or the path of glance-api.conf.",
    );
  }
  return {
    glance: one("glance")?.where,
    nova: parseNova(given, environment, one("nova-api"), find, problems),
    cinder: one("cinder")?.where,
    keystone: one("keystone")?.where,
  };
}

function parseNova(
  given: DatabaseArguments,
  environment: Environment,
  api: FoundPlace | undefined,
  find: Find,
  problems: Problems,
): NovaPlaces | undefined {
  const cells = nameCells(given, environment).flatMap((place) => find("nova", place)?.where ?? []);
  const overrides = (given.cell ?? []).flatMap((text) => parseOverride(text, find, problems));
  if (overrides.length > 0 && nameOne("nova-api", given, environment) === undefined) {
    problems.add("--cell says where a discovered cell is: give --nova-api too, or each cell with --nova.");
  }
  const [cellsComplete, sharedGlance] = [given["cells-complete"], given["shared-glance"]];
  if (cellsComplete && sharedGlance) {
    problems.add("--cells-complete and --shared-glance contradict each other. Give one of them.");
  }
  if (cells.length === 0 && api === undefined) return undefined;
  return {
    cells,
    api: api && { where: api.where, templateBase: api.mainUrl },
    overrides,
    cellsComplete,
    sharedGlance,
  };
}

function parseOverride(text: string, find: Find, problems: Problems): CellOverride[] {
  const [, cell, place] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (cell === undefined || place === undefined) {
    problems.add("--cell takes NAME=WHERE or UUID=WHERE.");
    return [];
  }
  const found = find("nova", { option: `--cell ${cell}`, by: "command line", text: place });
  return found === undefined ? [] : [{ cell, where: found.where }];
}

/** An empty option, as an unset shell variable makes it, must not quietly mean the variable's database. */
function nameOne(
  service: "glance" | "nova-api" | "cinder" | "keystone",
  given: DatabaseArguments,
  environment: Environment,
): NamedPlace | undefined {
  const text = given[service];
  if (text !== undefined) return { option: `--${service}`, by: "command line", text };
  const option = `GLANCE_AUDIT_${service.toUpperCase().replaceAll("-", "_")}`;
  const fallback = environment[option];
  return fallback ? { option, by: "environment", text: fallback } : undefined;
}

function nameCells(given: DatabaseArguments, environment: Environment): NamedPlace[] {
  if (given.nova !== undefined) {
    return given.nova.map((text) => ({ option: "--nova", by: "command line", text }));
  }
  const words = environment["GLANCE_AUDIT_NOVA"]?.split(/\s+/).filter((text) => text !== "");
  return (words ?? []).map((text) => ({ option: "GLANCE_AUDIT_NOVA", by: "environment", text }));
}
