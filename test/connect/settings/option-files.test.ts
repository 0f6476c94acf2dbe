import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { optionLayer } from "../../../src/connect/settings/option-layer.ts";
import { readOptionLayers } from "../../../src/connect/settings/option-layers.ts";
import { readOptionFiles } from "../../../src/connect/settings/option-files.ts";
import { UsageError } from "../../../src/errors.ts";
import { scratchDirectory, type ScratchDirectory } from "../../faults/scratch-directory.ts";

type Files = Readonly<Record<string, string>>;

function write(directory: ScratchDirectory, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(directory.file(name)), { recursive: true });
    // {dir} stands for the directory.
    writeFileSync(directory.file(name), text.replaceAll("{dir}", directory.path), { mode: 0o600 });
  }
}

/** The options of files below a directory that stands for the whole machine, as `name=value`. */
function options(
  files: Files,
  defaultsFile?: string,
): { readonly found: string[]; readonly warnings: string[] } {
  using directory = scratchDirectory();
  write(directory, files);
  const warnings: string[] = [];
  const search = {
    defaultsFile: defaultsFile && directory.file(defaultsFile),
    home: directory.file("home"),
    environment: { MYSQL_HOME: directory.file("server") },
    etc: directory.file("etc"),
  };
  const found = readOptionFiles(search, (warning) => warnings.push(warning.replaceAll(directory.path, "")));
  return {
    found: found.map(({ group, name, value }) => `[${group}] ${name}${value === null ? "" : `=${value}`}`),
    warnings,
  };
}

const own = (text: string) => options({ "home/.my.cnf": text }).found;

/** Lines of an option file, and the value of x: what my_print_defaults of MySQL 9.7 and MariaDB 10.11 make of them. */
const VALUES: readonly (readonly [line: string, value: string])[] = [
  ["x=1", "x=1"],
  ["  x  =  1  ", "x=1"],
  ["x = a b", "x=a b"],
  ["x", "x"],
  ["x=", "x="],
  ["x = y=z", "x=y=z"],
  ["x = 'a b'", "x=a b"],
  ['x = " a "', "x= a "],
  ["x = 'abc", "x='abc"],
  ["x = 1 # comment", "x=1"],
  ["x = a#b", "x=a"],
  ["x = 'a#b' # comment", "x=a#b"],
  ["x = a'b # no comment", "x=a'b # no comment"],
  ['x = "p#a\\"s\\\\s"', 'x=p#a"s\\s'],
  ["x = a\\sb\\tc\\nd\\re\\bf", "x=a b\tc\nd\re\bf"],
  ["x = a\\qb", "x=a\\qb"],
  ["x = abc\\", "x=abc\\"],
  ["x = \\'a\\'", "x='a'"],
  ["x = a;b", "x=a;b"],
];

describe("the syntax of option files", () => {
  test.each(VALUES)("%s", (line, value) => {
    expect(own(`[client]\n${line}\n`)).toEqual([`[client] ${value}`]);
  });

  test("comments, blank lines, groups, names", () => {
    const text =
      "# a\n; b\n\n [client ]\nssl_mode=x\nloose-ssl-ca=y\n[other]\nx\n[client]\nz=2\n!unknown thing\n";
    expect(own(text)).toEqual(["[client] ssl-mode=x", "[client] ssl-ca=y", "[other] x", "[client] z=2"]);
  });

  test.each([
    ["x=s3cret", /^Line 1 of .*\.my\.cnf cannot be understood: no \[group\] begins above it\.$/],
    ["[client\nx=s3cret", /^Line 1 of .* a group is written \[name\]/],
    ["[client]\n!include\n", /^Line 2 of .* !include names nothing/],
    ["[client]\n!includedir /no/such/directory\n", /includes the directory .* there is no such file/],
  ])("%j is refused, without what stands there", (text, why) => {
    expect(() => own(text)).toThrow(UsageError);
    expect(() => own(text)).toThrow(why);
    expect(() => own(text)).not.toThrow(/s3cret/);
  });
});

const said = (name: string) => `[client]\nx=${name}\n`;

describe("which option files are read", () => {
  const EVERYWHERE = {
    "etc/my.cnf": said("1"),
    "etc/mysql/my.cnf": said("2"),
    "server/my.cnf": said("3"),
    "home/.my.cnf": said("4"),
  };

  test("the system's, the server's, the user's, in this order", () => {
    expect(options(EVERYWHERE).found).toEqual(["1", "2", "3", "4"].map((at) => `[client] x=${at}`));
  });

  test("--defaults-file instead of all others", () => {
    expect(options({ ...EVERYWHERE, "mine.cnf": said("5") }, "mine.cnf").found).toEqual(["[client] x=5"]);
    expect(() => options(EVERYWHERE, "none.cnf")).toThrow(
      /^--defaults-file: .*none\.cnf cannot be read: there is no/,
    );
  });

  test("!include and !includedir, where they stand", () => {
    const files = {
      "home/.my.cnf":
        "[client]\na=1\n!include {dir}/more.cnf\n!includedir {dir}/d\nb=1\n!include {dir}/none.cnf\n",
      "more.cnf": "[client]\na=2\n",
      "d/b.cnf": "[client]\na=4\n",
      "d/a.cnf": "[client]\na=3\n",
      "d/c.txt": "[client]\na=5\n",
    };
    expect(options(files).found).toEqual(
      ["a=1", "a=2", "a=3", "a=4", "b=1"].map((text) => `[client] ${text}`),
    );
  });

  test("files that include one another come to an end", () => {
    const { found, warnings } = options({ "home/.my.cnf": "[client]\nx=1\n!include {dir}/home/.my.cnf\n" });
    expect(found).toHaveLength(11);
    expect(warnings).toEqual([
      expect.stringMatching(/^Line 3 of .* more than 10 files include one another\.$/),
    ]);
  });

  test("not those that everybody may write to", () => {
    using directory = scratchDirectory();
    write(directory, {
      "open.cnf": said("1"),
      "closed.cnf": `!include ${directory.file("open.cnf")}\n${said("2")}`,
    });
    chmodSync(directory.file("open.cnf"), 0o666);
    const warnings: string[] = [];
    const search = { home: "/no", environment: {}, etc: "/no", defaultsFile: directory.file("closed.cnf") };
    expect(readOptionFiles(search, (warning) => warnings.push(warning))).toMatchObject([{ value: "2" }]);
    expect(warnings).toEqual([
      expect.stringMatching(/open\.cnf is ignored, since everybody may write to it/),
    ]);
  });
});

function layers(text: string, groupSuffix?: string, environment: Readonly<Record<string, string>> = {}) {
  using directory = scratchDirectory();
  write(directory, { "home/.my.cnf": text });
  const home = directory.file("home");
  const choice = {
    defaultsFile: undefined,
    loginPath: undefined,
    groupSuffix,
    environment,
    home,
    etc: "/no",
  };
  return readOptionLayers(choice, () => undefined);
}

describe("which groups of them count", () => {
  const TEXT = ["client", "client-server", "client-mariadb", "glance-audit", "mysqld", "client_b", "mysql"]
    .map((group) => `[${group}]\nuser=${group}\nhost=${group}\n`)
    .join("");

  test("those of all clients, the last one first, and those of a suffix", () => {
    expect(layers(TEXT).at(-1)).toMatchObject({ user: { value: "glance-audit" } });
    expect(layers(TEXT, "_b").at(-1)).toMatchObject({ user: { value: "client_b" } });
    expect(layers(TEXT, undefined, { MYSQL_GROUP_SUFFIX: "_b" }).at(-1)).toMatchObject({
      user: { value: "client_b" },
    });
    expect(layers("[mysql]\nuser=x\n")).toEqual([{}, {}, {}]);
  });
});

const layer = (...lines: readonly string[]) =>
  optionLayer(
    lines.map((line) => {
      const [name = "", value] = line.split("=");
      return { group: "client", name, value: value ?? null, source: "my.cnf [client]" };
    }),
  );

describe("what options mean", () => {
  test.each([
    [["ssl-mode=verify_ca"], "VERIFY_CA"],
    [["ssl"], "REQUIRED"],
    [["ssl=1"], "REQUIRED"],
    [["ssl=0"], "DISABLED"],
    [["skip-ssl"], "DISABLED"],
    [["skip-ssl", "ssl"], "REQUIRED"],
    [["ssl", "ssl-ca=x"], undefined],
    [["ssl-verify-server-cert"], "VERIFY_IDENTITY"],
    [["ssl-verify-server-cert", "ssl=1"], "VERIFY_IDENTITY"],
    [["disable-ssl-verify-server-cert"], "PREFERRED"],
    [["ssl-mode=REQUIRED", "ssl-mode=DISABLED"], "DISABLED"],
  ])("%j", (lines, mode) => {
    expect(layer(...lines).sslMode?.value).toBe(mode);
  });

  test("the last of several, and what says nothing", () => {
    expect(layer("user=a", "user=b", "password", "socket=", "port=0", "database=x", "fields=1")).toEqual({
      user: { value: "b", source: "my.cnf [client]" },
    });
    expect(layer("password=").password?.value).toBe("");
    expect(layer("host=::1", "port=3307")).toMatchObject({ hosts: { value: [{ host: "::1", port: null }] } });
    expect(layer("socket=/s", "protocol=TCP").socket).toBeUndefined();
  });

  test.each([["port=x"], ["host=a:b:c"], ["ssl-mode=ON"], ["ssl=maybe"]])("%s is refused", (line) => {
    expect(() => layer(line)).toThrow(/^my\.cnf \[client\]: [a-z-]+ takes /);
  });
});
