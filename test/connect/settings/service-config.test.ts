import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import type { Service } from "../../../src/connect/handle.ts";
import { readServiceConfig, type ServiceConnection } from "../../../src/connect/settings/service-config.ts";
import { UsageError } from "../../../src/errors.ts";
import { scratchDirectory, type ScratchDirectory } from "../../faults/scratch-directory.ts";

type Files = Readonly<Record<string, string>>;

function write(directory: ScratchDirectory, files: Files): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(directory.file(name)), { recursive: true });
    writeFileSync(directory.file(name), text);
  }
}

function read(
  files: Files | string,
  service: Service = "glance",
  name = "glance-api.conf",
): ServiceConnection {
  using directory = scratchDirectory();
  write(directory, typeof files === "string" ? { [name]: files } : files);
  const found = readServiceConfig("--glance", directory.file(name), service);
  const source = found.url.source.replace(`${directory.path}/`, "");
  return { ...found, url: { ...found.url, source } };
}

const URL = "mysql+pymysql://glance:pw@db/glance?charset=utf8";

/** The text of glance-api.conf, and the URL in it. */
const FOUND: readonly (readonly [what: string, text: string, url: string])[] = [
  ["plain", `[database]\nconnection = ${URL}\n`, URL],
  [
    "among others",
    `[DEFAULT]\ndebug = true\n[database]\n# connection = x\nconnection=${URL}\n[paste]\na=b`,
    URL,
  ],
  ["in quotes", `[database]\nconnection = "${URL}"`, URL],
  ["with a colon", `[database]\nconnection: ${URL}`, URL],
  ["the last of several", `[database]\nconnection = a://b/c\nconnection = ${URL}`, URL],
  ["a group in capitals", `[DATABASE]\nconnection = ${URL}`, URL],
  ["of old", `[DEFAULT]\nsql_connection = ${URL}`, URL],
  ["of old, in its group", `[DATABASE]\nsql_connection = ${URL}`, URL],
  ["of very old", `[sql]\nconnection = ${URL}`, URL],
  [
    "the new name before the old",
    `[DEFAULT]\nsql_connection = a://b/c\n[database]\nconnection = ${URL}`,
    URL,
  ],
  [
    "not within another value",
    `[DEFAULT]\nx = [database]\n  connection = a://b/c\n[database]\nconnection = ${URL}`,
    URL,
  ],
  ["continued", `[database]\nconnection = mysql+pymysql://glance:pw@db\n    /glance?charset=utf8\n`, URL],
  [
    "$name of the group",
    "[DEFAULT]\nh = no\n[database]\nh = db\nconnection = mysql://$h/glance",
    "mysql://db/glance",
  ],
  ["$name of DEFAULT", "[DEFAULT]\nh = db\n[database]\nconnection = mysql://$h/glance", "mysql://db/glance"],
  ["${name}", "[DEFAULT]\nh = db\n[database]\nconnection = mysql://${h}1/glance", "mysql://db1/glance"],
  ["${group.name}", "[My]\nh = db\n[database]\nconnection = mysql://${my.h}/glance", "mysql://db/glance"],
  ["$group.name", "[my]\nh = db\n[database]\nconnection = mysql://$my.h/glance", "mysql://db/glance"],
  [
    "a reference to a reference",
    "[a]\nx = ${b.y}\n[b]\nz = db\ny = $z\n[database]\nconnection = mysql://${a.x}/glance",
    "mysql://db/glance",
  ],
  ["$$", "[database]\nconnection = mysql://u:p$$w@db/glance", "mysql://u:p$w@db/glance"],
  ["\\$", "[database]\nconnection = mysql://u:p\\$w@db/glance", "mysql://u:p$w@db/glance"],
  ["$ before no name", "[database]\nconnection = mysql://u:p$9$@db/glance", "mysql://u:p$9$@db/glance"],
];

describe("the connection in a config file", () => {
  test.each(FOUND)("%s", (_, text, url) => {
    expect(read(text).url.value).toBe(url);
  });

  test("remembers where it stood", () => {
    expect(read(`[DATABASE]\nsql_connection = ${URL}`).url.source).toBe(
      "glance-api.conf [database] sql_connection",
    );
  });

  test("nova-api has its own, and that of the cells beside it", () => {
    const text = `[api_database]\nconnection = ${URL}\n[DEFAULT]\ncell = mysql://cell/nova\n[database]\nconnection = $cell`;
    expect(read(text, "nova-api")).toMatchObject({ url: { value: URL }, mainUrl: "mysql://cell/nova" });
    expect(read(text, "nova")).toMatchObject({ url: { value: "mysql://cell/nova" }, mainUrl: undefined });
    expect(read(`[api_database]\nconnection = ${URL}`, "nova-api").mainUrl).toBeUndefined();
  });
});

const set = (host: string, group = "database", key = "connection") =>
  `[${group}]\n${key} = mysql://${host}/glance`;

describe("config directories", () => {
  const CASES: readonly (readonly [what: string, files: Files, url: string])[] = [
    [
      "of the program",
      { "glance-api.conf": set("a"), "glance-api.conf.d/1.conf": set("b") },
      "mysql://b/glance",
    ],
    [
      "of the project, before that of the program",
      { "glance-api.conf": set("a"), "glance.conf.d/9.conf": set("b"), "glance-api.conf.d/1.conf": set("c") },
      "mysql://c/glance",
    ],
    [
      "in the order of names, hidden and other files left out",
      {
        "glance-api.conf": set("a"),
        "glance-api.conf.d/20.conf": set("c"),
        "glance-api.conf.d/10.conf": set("b"),
        "glance-api.conf.d/.99.conf": set("d"),
        "glance-api.conf.d/99.conf.bak": set("e"),
      },
      "mysql://c/glance",
    ],
    [
      "an old name in a later file",
      { "glance-api.conf": set("a"), "glance-api.conf.d/1.conf": set("b", "DEFAULT", "sql_connection") },
      "mysql://b/glance",
    ],
    [
      "a value for a reference",
      {
        "glance-api.conf": "[DEFAULT]\nh = a\n[database]\nconnection = mysql://$h/glance",
        "glance-api.conf.d/1.conf": "[DEFAULT]\nh = b",
      },
      "mysql://b/glance",
    ],
  ];
  test.each(CASES)("%s", (_, files, url) => {
    expect(read(files).url.value).toBe(url);
  });

  test("a directory may be given itself", () => {
    using directory = scratchDirectory();
    write(directory, { "conf.d/1.conf": set("a"), "conf.d/2.conf": set("b") });
    expect(readServiceConfig("--glance", directory.file("conf.d"), "glance").url.value).toBe(
      "mysql://b/glance",
    );
    mkdirSync(directory.file("empty"));
    expect(() => readServiceConfig("--glance", directory.file("empty"), "glance")).toThrow(/no \*\.conf in/);
  });
});

const REFUSED: readonly (readonly [what: string, text: string, why: RegExp])[] = [
  ["no connection", "[DEFAULT]\nx = s3cret", /^--glance: .* does not set \[database\] connection\. Give/],
  ["an empty one", "[database]\nconnection =", /does not set \[database\] connection/],
  ["in a comment", "[database]\n# connection = mysql://u:s3cret@db/g", /does not set/],
  ["of a group in small letters only", "[default]\nsql_connection = mysql://u:s3cret@db/g", /does not set/],
  [
    "an unknown reference",
    "[database]\nconnection = mysql://u:s3cret$word@db/g",
    /refers to \$word, .* write \$\$/,
  ],
  ["a circle", "[database]\na = $b\nb = $a\nconnection = s3cret$a", /refers to itself/],
  ["a line that is none", "[database]\nconnection s3cret", /^Line 2 of .* neither = nor/],
];

describe("a config file that says nothing of use, told without what it says", () => {
  test.each(REFUSED)("%s", (_, text, why) => {
    const parse = () => read(text);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(why);
    expect(parse).not.toThrow(/s3cret/);
  });

  test("a file that is not there", () => {
    expect(() => readServiceConfig("--nova", "/no/such/nova.conf", "nova")).toThrow(
      /^--nova: the config file \/no\/such\/nova\.conf cannot be read: there is no such file\.$/,
    );
  });
});
