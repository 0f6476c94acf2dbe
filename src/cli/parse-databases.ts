import type { Service } from "../connect/handle.ts";
import { findPlace, type NamedPlace } from "../connect/settings/find-place.ts";
import type { Where } from "../connect/where.ts";
import { UsageError } from "../errors.ts";
import { parseConnection, type ConnectionArguments } from "./parse-connection.ts";
import type { Problems } from "./problems.ts";

/** The database options of a command. */
export interface DatabaseArguments extends ConnectionArguments {
  readonly glance: string | undefined;
  readonly nova: readonly string[] | undefined;
}

/** Where the databases are. */
export interface Places {
  readonly glance: Where | undefined;
  readonly nova: readonly Where[];
}

/** Understands where the databases are: the command line, else the environment. Problems are collected. */
export function parseDatabases(
  given: DatabaseArguments,
  environment: Readonly<Record<string, string | undefined>>,
  problems: Problems,
  notify: (message: string) => void,
): Places {
  const common = parseConnection(given, environment, problems, notify);
  const find = (service: Service, place: NamedPlace): Where | undefined => {
    try {
      const { where, warnings } = findPlace(service, place, common);
      warnings.forEach(notify);
      return where;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      problems.add(error.message);
      return undefined;
    }
  };
  const fromEnvironment = environment["GLANCE_AUDIT_NOVA"]?.split(/\s+/).filter((url) => url !== "");
  // An empty option, as an unset shell variable makes it, must not quietly mean the variable's database.
  const named = nameGlance(given.glance, environment["GLANCE_AUDIT_GLANCE"]);
  if (named === undefined) {
    problems.add(
      "No glance database is given. Use --glance or the variable GLANCE_AUDIT_GLANCE, with a URL or the path of glance-api.conf.",
    );
  }
  const nova: NamedPlace[] = given.nova
    ? given.nova.map((text) => ({ option: "--nova", by: "command line", text }))
    : (fromEnvironment ?? []).map((text) => ({ option: "GLANCE_AUDIT_NOVA", by: "environment", text }));
  return {
    glance: named && find("glance", named),
    nova: nova.map((place) => find("nova", place)).filter((where) => where !== undefined),
  };
}

function nameGlance(given: string | undefined, variable: string | undefined): NamedPlace | undefined {
  if (given !== undefined) return { option: "--glance", by: "command line", text: given };
  return variable ? { option: "GLANCE_AUDIT_GLANCE", by: "environment", text: variable } : undefined;
}
