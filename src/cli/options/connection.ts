import type { Options } from "yargs";

const group = "Connection:";

const text = (describe: string) =>
  ({ group, type: "string", requiresArg: true, describe }) as const satisfies Options;

/** How servers are reached, where the URL or the config file of a database does not say it. */
export const connectionOptions = {
  host: text("host name or address, or several with commas; also host:port"),
  port: text("port (default 3306)"),
  socket: text("Unix socket instead of host and port"),
  user: text("account (default: the login name)"),
  "ask-password": {
    group,
    type: "boolean",
    default: false,
    describe: "ask for the password on the terminal",
  },
  "ssl-mode": text(
    "DISABLED, PREFERRED (default), REQUIRED, VERIFY_CA or VERIFY_IDENTITY, as MySQL means them",
  ),
  "ssl-ca": text("PEM file of the CA that signed the server's certificate"),
  "ssl-cert": text("PEM file of our own certificate"),
  "ssl-key": text("PEM file of its key"),
  "defaults-file": text("the only option file to read, instead of /etc/my.cnf, ~/.my.cnf and the like"),
  "defaults-group-suffix": text("of option files, also read groups with this suffix: [client_audit]"),
  "login-path": text("login path that mysql_config_editor stored in ~/.mylogin.cnf"),
} as const satisfies Record<string, Options>;
