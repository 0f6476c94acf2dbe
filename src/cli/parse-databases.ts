import type { InferredOptionTypes } from "yargs";
import type { AuditPlaces, CellOverride, NovaPlaces } from "../audit/places.ts";
import { parseUrl } from "../connect/parse-url.ts";
import type { Where } from "../connect/where.ts";
import { UsageError } from "../errors.ts";
import type { databaseOptions } from "./options/databases.ts";
import type { Problems } from "./problems.ts";

/** The database options of a command. */
export type DatabaseArguments = InferredOptionTypes<typeof databaseOptions>;

/** Where the databases are; glance is undefined only if there is a problem. */
export interface Places extends Omit<AuditPlaces, "glance"> {
  readonly glance: Where | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;
/** Understands what an option or variable holds; undefined, and a problem, if it cannot. */
type Parse = (source: string, text: string) => Where | undefined;

/** Understands where the databases are: the command line, else the environment. Problems are collected. */
export function parseDatabases(
  given: DatabaseArguments,
  environment: Environment,
  problems: Problems,
  notify: (message: string) => void,
): Places {
  const parse: Parse = (source, text) => {
    try {
      const { where, warnings } = parseUrl(source, text);
      warnings.forEach(notify);
      return where;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.add(error.message);
      return undefined;
    }
  };
  const one = (option: "glance" | "nova-api" | "cinder" | "keystone"): Where | undefined => {
    const text = given[option];
    // An empty option, as an unset shell variable makes it, must not quietly mean the variable's database.
    if (text !== undefined) return parse(`--${option}`, text);
    const variable = variableOf(option);
    const fallback = environment[variable];
    return fallback ? parse(variable, fallback) : undefined;
  };
  const glance = one("glance");
  if (glance === undefined && given.glance === undefined && !environment["GLANCE_AUDIT_GLANCE"]) {
    problems.add("No glance database is given. Use --glance URL or the variable GLANCE_AUDIT_GLANCE.");
  }
  const nova = parseNova(given, environment, one("nova-api"), parse, problems);
  return { glance, nova, cinder: one("cinder"), keystone: one("keystone") };
}

function parseNova(
  given: DatabaseArguments,
  environment: Environment,
  api: Where | undefined,
  parse: Parse,
  problems: Problems,
): NovaPlaces | undefined {
  const [source, texts] =
    given.nova === undefined
      ? [
          "GLANCE_AUDIT_NOVA",
          environment["GLANCE_AUDIT_NOVA"]?.split(/\s+/).filter((url) => url !== "") ?? [],
        ]
      : ["--nova", given.nova];
  const cells = texts.map((text) => parse(source, text)).filter((where) => where !== undefined);
  const overrides = (given.cell ?? []).flatMap((text) => parseOverride(text, parse, problems));
  const givenApi = given["nova-api"] !== undefined || environment["GLANCE_AUDIT_NOVA_API"];
  if (overrides.length > 0 && !givenApi) {
    problems.add("--cell says where a discovered cell is: give --nova-api too, or each cell with --nova.");
  }
  const [cellsComplete, sharedGlance] = [given["cells-complete"], given["shared-glance"]];
  if (cellsComplete && sharedGlance) {
    problems.add("--cells-complete and --shared-glance contradict each other. Give one of them.");
  }
  if (cells.length === 0 && api === undefined) return undefined;
  return {
    cells,
    api: api && { where: api, templateBase: undefined },
    overrides,
    cellsComplete,
    sharedGlance,
  };
}

function parseOverride(text: string, parse: Parse, problems: Problems): CellOverride[] {
  const [, cell, place] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (cell === undefined || place === undefined) {
    problems.add("--cell takes NAME=WHERE or UUID=WHERE.");
    return [];
  }
  const where = parse(`--cell ${cell}`, place);
  return where === undefined ? [] : [{ cell, where }];
}

function variableOf(option: string): string {
  return `GLANCE_AUDIT_${option.toUpperCase().replaceAll("-", "_")}`;
}
