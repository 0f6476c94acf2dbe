import { UsageError } from "../../errors.ts";
import type { IniEntry } from "./oslo-ini.ts";
import type { Setting } from "./layer.ts";

/** A config file that was read. */
export interface IniFile {
  readonly path: string;
  readonly entries: readonly IniEntry[];
}

/** A group of options and one of them; options that stand alone are in the group DEFAULT. */
export type OptionName = readonly [group: string, option: string];

/** `$$`, `$name` and `${name}`; a name may hold dots: oslo_config/cfg.py: ConfigOpts.Template. */
const REFERENCE = /\$(?:(\$)|([_a-z][._a-z0-9]*)|\{([_a-z][._a-z0-9]*)\})/gi;

/** The values in a service's config files, the way the service itself would see them. */
export class OsloConfig {
  readonly #newestFirst: readonly IniFile[];

  /** @param files in the order in which they are read: what a later one says counts */
  constructor(files: readonly IniFile[]) {
    this.#newestFirst = files.toReversed();
  }

  /**
   * The value of an option under the first of its names, references resolved.
   * oslo_config/cfg.py: _Namespace._get_file_value has a deprecated name in a later file win.
   * @throws UsageError if it refers to an option that the files do not set
   */
  get(names: readonly OptionName[]): Setting<string> | undefined {
    return this.#resolve(names, []);
  }

  #resolve(names: readonly OptionName[], above: readonly string[]): Setting<string> | undefined {
    for (const { path, entries } of this.#newestFirst) {
      for (const [group, option] of names) {
        const found = entries.findLast((entry) => isNamed(entry, group, option));
        if (found === undefined) continue;
        const source = `${path} [${group}] ${option}`;
        return { value: this.#substitute(found.value, group, source, above), source };
      }
    }
    return undefined;
  }

  /** oslo_config/cfg.py: ConfigOpts._substitute. */
  #substitute(value: string, group: string, source: string, above: readonly string[]): string {
    return value.replaceAll("\\$", "$$$$").replaceAll(REFERENCE, (_, dollar, bare, braced) => {
      if (dollar !== undefined) return "$";
      const name = String(bare ?? braced);
      if (above.includes(source)) throw new UsageError(`${source} refers to itself by $${name}.`);
      const found = this.#refer(name, group, [...above, source]);
      if (found !== undefined) return found.value;
      throw new UsageError(
        `${source} refers to $${name}, which is not set there. Set it, or write $$ for a literal $.`,
      );
    });
  }

  /** oslo_config/cfg.py: ConfigOpts.StrSubWrapper: `group.name`, or a name in the own group, else in DEFAULT. */
  #refer(name: string, group: string, above: readonly string[]): Setting<string> | undefined {
    const at = name.indexOf(".");
    return at < 0
      ? (this.#resolve([[group, name]], above) ?? this.#resolve([["DEFAULT", name]], above))
      : this.#resolve([[normalise(name.slice(0, at)), name.slice(at + 1)]], above);
  }
}

function isNamed(entry: IniEntry, group: string, option: string): boolean {
  return normalise(entry.section) === group && entry.key === option;
}

/** Group names are compared without regard to case, except DEFAULT: oslo_config/cfg.py: _normalize_group_name. */
function normalise(group: string): string {
  return group === "DEFAULT" ? group : group.toLowerCase();
}
