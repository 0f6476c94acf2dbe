import { runCli } from "../support/run-cli.ts";

/** The databases of one cloud. */
export interface Source {
  readonly glance: string;
  /** Its cells; none where the audit is to find them by `novaApi`, or is to know nothing of nova. */
  readonly nova: readonly string[];
  readonly novaApi?: string;
  readonly cinder?: string;
  readonly keystone?: string;
}

type Command = "images" | "summary" | "orphans";

export type ReportRow = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

/** A JSON report. */
export interface JsonReport {
  readonly rows: readonly ReportRow[];
  readonly totals: Readonly<Record<string, number>>;
  readonly audit: Readonly<Record<string, unknown>>;
}

/** What a command prints on standard output; anything but exit code 0 fails the test. */
export async function printed(
  command: Command,
  { glance, nova, novaApi, cinder, keystone }: Source,
  options: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const cells = nova.length === 0 ? [] : ["--cells-complete", ...nova.flatMap((url) => ["--nova", url])];
  const others = Object.entries({ "--nova-api": novaApi, "--cinder": cinder, "--keystone": keystone });
  const given = others.flatMap(([option, url]) => (url === undefined ? [] : [option, url]));
  const databases = ["--glance", glance, ...cells, ...given];
  const result = await runCli([command, ...databases, ...options], { env });
  if (result.code !== 0)
    throw new Error(`${command} ${options.join(" ")} ended with ${result.code}:\n${result.stderr}`);
  return result.stdout;
}

export function parseReport(text: string): JsonReport {
  return JSON.parse(text) as JsonReport;
}

/** The report as JSON. */
export async function jsonReport(
  command: Command,
  source: Source,
  options: readonly string[] = [],
): Promise<JsonReport> {
  return parseReport(await printed(command, source, [...options, "-f", "json"]));
}
