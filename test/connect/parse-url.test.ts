import { userInfo } from "node:os";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { parseUrl } from "../../src/connect/parse-url.ts";
import { describeWhere, type MysqlWhere } from "../../src/connect/where.ts";
import { UsageError } from "../../src/errors.ts";

type Place = Omit<MysqlWhere, "sources">;

/** Any file that can be read: what it holds is looked at when a connection is made. */
const PEM = import.meta.filename;
const NO_TLS = { mode: "PREFERRED", ca: null, cert: null, key: null } as const;
const LOCAL: Place = {
  engine: "mysql",
  hosts: [{ host: "localhost", port: 3306 }],
  socketPath: null,
  user: userInfo().username,
  password: null,
  database: "glance",
  tls: NO_TLS,
};
const AT_DB: Place = { ...LOCAL, hosts: [{ host: "db", port: 3306 }] };
const GLANCE_AT_DB: Place = { ...AT_DB, user: "glance", password: "secret" };

const MYSQL: readonly (readonly [url: string, where: Place])[] = [
  ["mysql://db/glance", AT_DB],
  ["mariadb://db/glance", AT_DB],
  ["mysql+pymysql://db/glance", AT_DB],
  ["mysql+mysqldb://db/glance", AT_DB],
  ["MySQL+PyMySQL://db/glance", AT_DB],
  ["mysql:///glance", LOCAL],
  ["mysql://:3307/glance", { ...LOCAL, hosts: [{ host: "localhost", port: 3307 }] }],
  ["mysql://db:/glance", AT_DB],
  ["mysql://db:65535/glance", { ...LOCAL, hosts: [{ host: "db", port: 65_535 }] }],
  ["mysql://[::1]/glance", { ...LOCAL, hosts: [{ host: "::1", port: 3306 }] }],
  ["mysql://[2001:db8::2]:3307/glance", { ...LOCAL, hosts: [{ host: "2001:db8::2", port: 3307 }] }],
  [
    "mysql://db1:3306,db2,[::1]:3308/glance",
    {
      ...LOCAL,
      hosts: [
        { host: "db1", port: 3306 },
        { host: "db2", port: 3306 },
        { host: "::1", port: 3308 },
      ],
    },
  ],
  ["mysql+pymysql://glance:secret@db/glance", GLANCE_AT_DB],
  ["mysql+pymysql://glance:secret@db/glance?charset=utf8", GLANCE_AT_DB],
  ["mysql://glance@db/glance", { ...AT_DB, user: "glance" }],
  ["mysql://glance:@db/glance", { ...AT_DB, user: "glance", password: "" }],
  ["mysql://:secret@db/glance", { ...AT_DB, password: "secret" }],
  ["mysql://gl%61nce:s%65cret@db/%67lance", GLANCE_AT_DB],
  ["mysql://u:p%40ss%3A%2F%3F%23%25@db/glance", { ...AT_DB, user: "u", password: "p@ss:/?#%" }],
  ["mysql://u%40realm:x@db/glance", { ...AT_DB, user: "u@realm", password: "x" }],
  ["mysql://u:süß@db/glance", { ...AT_DB, user: "u", password: "süß" }],
  ["mysql://u:a+b@db/glance", { ...AT_DB, user: "u", password: "a+b" }],
  // What SQLAlchemy takes as it stands must not need an escape here.
  ["mysql://u:a:b@db/glance", { ...AT_DB, user: "u", password: "a:b" }],
  ["mysql://u:a/b@db/glance", { ...AT_DB, user: "u", password: "a/b" }],
  ["mysql://u:a?b@db/glance", { ...AT_DB, user: "u", password: "a?b" }],
  ["mysql://u:a/b?c#d@db/glance?charset=utf8", { ...AT_DB, user: "u", password: "a/b?c#d" }],
  ["mysql://u:a@b@db/glance", { ...AT_DB, user: "u", password: "a@b" }],
  ["mysql://u:a@b/c@db/glance", { ...AT_DB, user: "u", password: "a@b/c" }],
  [
    "mysql:///glance?unix_socket=/run/mysqld/mysqld.sock",
    { ...LOCAL, socketPath: "/run/mysqld/mysqld.sock" },
  ],
  [
    "mysql://u:p@/glance?unix_socket=%2Frun%2Fa%40b.sock",
    { ...LOCAL, user: "u", password: "p", socketPath: "/run/a@b.sock" },
  ],
  ["mysql://db:3306/glance?unix_socket=/run/a@b.sock", { ...AT_DB, socketPath: "/run/a@b.sock" }],
  [
    "mysql://u:p@db/glance?unix_socket=/run/a@b/c",
    { ...AT_DB, user: "u", password: "p", socketPath: "/run/a@b/c" },
  ],
];

/** Options of a URL that are about encryption, and what they come to. */
const TLS: readonly (readonly [query: string, tls: Partial<Place["tls"]>])[] = [
  ["charset=utf8", {}],
  ["ssl_mode=required", { mode: "REQUIRED" }],
  ["ssl_mode=DISABLED", { mode: "DISABLED" }],
  [`ssl_ca=${PEM}`, { mode: "VERIFY_CA", ca: PEM }],
  [`ssl_cert=${PEM}&ssl_key=${PEM}`, { mode: "PREFERRED", cert: PEM, key: PEM }],
  [
    `ssl_ca=${PEM}&ssl_cert=${PEM}&ssl_key=${PEM}&ssl_verify_identity=true`,
    { mode: "VERIFY_IDENTITY", ca: PEM, cert: PEM, key: PEM },
  ],
  [`ssl_ca=${PEM}&ssl_check_hostname=1`, { mode: "VERIFY_IDENTITY", ca: PEM }],
  [`ssl_ca=${PEM}&ssl_check_hostname=false&ssl_verify_cert=true`, { mode: "VERIFY_CA", ca: PEM }],
  [`ssl_ca=${PEM}&ssl_mode=VERIFY_IDENTITY&ssl_verify_cert=false`, { mode: "VERIFY_IDENTITY", ca: PEM }],
];

test.each(TLS)("?%s", (query, tls) => {
  const { where, warnings } = parseUrl("--glance", `mysql://db/glance?${query}`);
  expect(where).toMatchObject({ ...AT_DB, tls: { ...NO_TLS, ...tls } });
  expect(warnings).toEqual([]);
});

test.each(["ssl_verify_cert=false", "ssl_mode=PREFERRED"])(
  "a CA that checks nothing is told of: %s",
  (query) => {
    expect(parseUrl("--glance", `mysql://db/glance?ssl_ca=${PEM}&${query}`).warnings).toEqual([
      expect.stringMatching(/^--glance: the server's certificate is not checked, since ssl-mode is [A-Z]+ /),
    ]);
  },
);

test.each(MYSQL)("%s", (url, where) => {
  expect(parseUrl("--glance", url)).toEqual({
    where: { ...where, sources: expect.any(Object) },
    warnings: [],
  });
});

const SQLITE: readonly (readonly [url: string, path: string])[] = [
  ["sqlite:////var/lib/glance/glance.sqlite", "/var/lib/glance/glance.sqlite"],
  ["sqlite:///glance.sqlite", resolve("glance.sqlite")],
  ["sqlite:///a/../b c.db", resolve("b c.db")],
  ["sqlite:////a%20b@c:d.db", "/a%20b@c:d.db"],
  ["sqlite+pysqlite:////glance.db?check_same_thread=false", "/glance.db"],
  ["SQLITE:////glance.db", "/glance.db"],
];

test.each(SQLITE)("%s", (url, path) => {
  const where = { engine: "sqlite", path, sources: { path: "--glance" } };
  expect(parseUrl("--glance", url)).toEqual({ where, warnings: [] });
});

const REFUSED: readonly (readonly [url: string, message: RegExp])[] = [
  ["", /takes a URL with a scheme/],
  ["glance", /takes a URL with a scheme/],
  ["u:s3cret@db/glance", /takes a URL with a scheme/],
  ["//u:s3cret@db/glance", /takes a URL with a scheme/],
  ["mysql:u:s3cret@db/glance", /takes a URL with a scheme/],
  [" mysql://u:s3cret@db/glance", /takes a URL with a scheme/],
  ["postgresql://u:s3cret@db/glance", /the scheme "postgresql", which is not spoken here/],
  ["postgresql+psycopg2://u:s3cret@db/glance", /the scheme "postgresql"/],
  ["http://u:s3cret@db/glance", /the scheme "http"/],
  ["mysql://u:s3cret@db", /names no database/],
  ["mysql://u:s3cret@db/", /names no database/],
  ["mysql://u:s3cret@db/?charset=utf8", /names no database/],
  ["mysql://u:s3cret@db/glance/images", /names no database/],
  ["mysql://u:s3cret", /names no database/],
  ["mysql://u:s3cret/glance", /host:port with a port from 1 to 65535/],
  ["mysql://u:s3cret?x/glance", /names no database/],
  ["mysql://u:s3cret/x?y/glance", /host:port/],
  ["mysql://u:s3cret@db:0/glance", /host:port/],
  ["mysql://u:s3cret@db:65536/glance", /host:port/],
  ["mysql://u:s3cret@db:-1/glance", /host:port/],
  ["mysql://u:s3cret@db:3.5/glance", /host:port/],
  ["mysql://u:s3cret@db:1e3/glance", /host:port/],
  ["mysql://u:s3cret@db:0x10/glance", /host:port/],
  ["mysql://u:s3cret@db: 33/glance", /host:port/],
  ["mysql://u:s3cret@db:port/glance", /host:port/],
  ["mysql://u:s3cret@db1,db2:x/glance", /host:port/],
  ["mysql://u:s3cret@::1/glance", /host:port/],
  ["mysql://u:s3cret@[::1/glance", /host:port/],
  ["mysql://u:s3cret@[]/glance", /host:port/],
  ["mysql://u:s3cret%zz@db/glance", /a % that does not begin a percent-escape/],
  ["mysql://u%:s3cret@db/glance", /a % that does not begin a percent-escape/],
  ["mysql://u:s3cret@db/%E0%A4%A", /a % that does not begin a percent-escape/],
  ["mysql://u:s3cret@db/glance?init_command=SET+GLOBAL+x%3D1", /init_command .* runs no SQL but its own/],
  ["mysql://u:s3cret@db/glance?charset=utf8&init_command=", /init_command/],
  ["mysql://u:s3cret@db/glance?%69nit_command=DO+1", /init_command/],
  ["mysql://u:s3cret@db/glance?ssl_mode=ON", /ssl_mode takes DISABLED, PREFERRED/],
  ["mysql://u:s3cret@db/glance?ssl_check_hostname=maybe", /ssl_check_hostname takes true or false/],
  ["mysql://u:s3cret@db/glance?ssl_mode=VERIFY_CA", /VERIFY_CA .* needs a CA/],
  [`mysql://u:s3cret@db/glance?ssl_cert=${PEM}`, /--ssl-cert and --ssl-key go together/],
  ["sqlite://", /no file name/],
  ["sqlite:///", /no file name/],
  ["sqlite:///?mode=rw", /no file name/],
  ["sqlite://glance.db", /no file name/],
];

describe("refused, naming the option and never the password", () => {
  test.each(REFUSED)("%s", (url, message) => {
    const parse = () => parseUrl("GLANCE_AUDIT_GLANCE", url);
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(message);
    expect(parse).toThrow(/GLANCE_AUDIT_GLANCE/);
    expect(parse).not.toThrow(/s3cret/);
  });
});

test("options that mean nothing here are named and ignored, whatever they say", () => {
  const { where, warnings } = parseUrl(
    "--nova",
    "mysql://glance:secret@db/glance?charset=utf8&local_infile=1&read_timeout=s3cret&INIT_COMMAND=s3cret&ssl=1",
  );
  expect(where).toMatchObject(GLANCE_AT_DB);
  expect(warnings).toEqual(
    ["local_infile", "read_timeout", "INIT_COMMAND", "ssl"].map(
      (name) => `--nova: the URL option "${name}" is ignored.`,
    ),
  );
});

test.each([
  ["mysql://u:s3cret@db1:3306,[::1]:3307/glance", "u@db1:3306,[::1]:3307/glance"],
  ["mysql://u:s3cret@/glance?unix_socket=/run/my.sock", "u@/run/my.sock/glance"],
  ["sqlite:////glance.db", "/glance.db"],
])("%s is shown as %s", (url, shown) => {
  expect(describeWhere(parseUrl("--glance", url).where)).toBe(shown);
});
