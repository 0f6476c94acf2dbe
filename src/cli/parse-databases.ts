import { parseUrl } from "../connect/parse-url.ts";
import type { Where } from "../connect/where.ts";
import { UsageError } from "../errors.ts";
import type { Problems } from "./problems.ts";

/** The database options of a command. */
export interface DatabaseArguments {
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
  const parse = (option: string, url: string): Where | undefined => {
    try {
      const { where, warnings } = parseUrl(option, url);
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
  const glance =
    given.glance === undefined
      ? parseVariable("GLANCE_AUDIT_GLANCE", environment, parse)
      : parse("--glance", given.glance);
  if (glance === undefined && given.glance === undefined && !environment["GLANCE_AUDIT_GLANCE"]) {
    problems.add("No glance database is given. Use --glance URL or the variable GLANCE_AUDIT_GLANCE.");
  }
  const nova = given.nova
    ? given.nova.map((url) => parse("--nova", url))
    : (fromEnvironment ?? []).map((url) => parse("GLANCE_AUDIT_NOVA", url));
  return { glance, nova: nova.filter((where) => where !== undefined) };
}

function parseVariable(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
  parse: (option: string, url: string) => Where | undefined,
): Where | undefined {
  const url = environment[name];
  return url ? parse(name, url) : undefined;
}
