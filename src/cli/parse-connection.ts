import type { InferredOptionTypes } from "yargs";
import type { CommonSettings } from "../connect/settings/find-place.ts";
import { layerFrom, type Layer } from "../connect/settings/layer.ts";
import { readOptionLayers } from "../connect/settings/option-layers.ts";
import { parsePlainHosts, parsePort } from "../connect/settings/parse-host.ts";
import { homeDirectory } from "../connect/settings/read-text.ts";
import { parseSslMode } from "../connect/settings/ssl-mode.ts";
import { SSL_MODES } from "../connect/where.ts";
import { UsageError } from "../errors.ts";
import type { connectionOptions } from "./options/connection.ts";
import type { Problems } from "./problems.ts";

export type ConnectionArguments = Partial<InferredOptionTypes<typeof connectionOptions>>;

/** Where a password that is asked for comes from. */
export const ASKED = "--ask-password";

type Environment = Readonly<Record<string, string | undefined>>;

/** Understands what is said of all servers alike; what is wrong goes to `problems`. */
export function parseConnection(
  given: ConnectionArguments,
  environment: Environment,
  problems: Problems,
  notify: (message: string) => void,
): CommonSettings {
  const home = homeDirectory(environment);
  let optionFiles: readonly Layer[] | undefined;
  return {
    home,
    commandLine: commandLineLayer(given, problems),
    environment: layerFrom("MYSQL_PWD", { password: environment["MYSQL_PWD"] || undefined }),
    optionFiles: () => (optionFiles ??= readFiles(given, environment, home, problems, notify)),
  };
}

function commandLineLayer(given: ConnectionArguments, problems: Problems): Layer {
  const understand = (name: keyof ConnectionArguments, parse: (text: string) => unknown, takes: string) => {
    const said = given[name];
    const value = typeof said === "string" ? parse(said) : undefined;
    if (said !== undefined && value === undefined) problems.add(`--${name} takes ${takes}.`);
    return layerFrom(`--${name}`, { [LAYER_NAMES[name] ?? name]: value });
  };
  const file = "the path of a PEM file";
  return {
    ...understand(
      "host",
      (said) => (said === "" ? undefined : parsePlainHosts(said)),
      "a host, or several with commas",
    ),
    ...understand("port", parsePort, "a number from 1 to 65535"),
    ...understand("socket", textOf, "the path of a socket"),
    ...understand("user", textOf, "the name of an account"),
    ...understand("ssl-mode", parseSslMode, SSL_MODES.join(", ")),
    ...understand("ssl-ca", textOf, file),
    ...understand("ssl-cert", textOf, file),
    ...understand("ssl-key", textOf, file),
    ...(given["ask-password"] ? layerFrom(ASKED, { password: "" }) : {}),
  };
}

function textOf(said: string): string | undefined {
  return said || undefined;
}

/** The names of settings, where they are not those of their options. */
const LAYER_NAMES: Readonly<Record<string, keyof Layer>> = {
  host: "hosts",
  "ssl-mode": "sslMode",
  "ssl-ca": "sslCa",
  "ssl-cert": "sslCert",
  "ssl-key": "sslKey",
};

/** Once, whatever the number of databases: so a mistake in them is told once. */
function readFiles(
  given: ConnectionArguments,
  environment: Environment,
  home: string,
  problems: Problems,
  notify: (message: string) => void,
): Layer[] {
  const choice = {
    defaultsFile: given["defaults-file"],
    groupSuffix: given["defaults-group-suffix"],
    loginPath: given["login-path"],
    home,
    environment,
    etc: "/etc",
  };
  try {
    return readOptionLayers(choice, notify);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    problems.add(error.message);
    return [];
  }
}
