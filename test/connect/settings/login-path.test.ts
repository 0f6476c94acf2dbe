import { chmodSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readLoginFile } from "../../../src/connect/settings/login-path.ts";
import { readOptionLayers } from "../../../src/connect/settings/option-layers.ts";
import { UsageError } from "../../../src/errors.ts";
import { scratchDirectory } from "../../faults/scratch-directory.ts";

/** Made by mysql_config_editor of MySQL 9.7: first the login path audit, then client. */
const MADE_BY_MYSQL =
  "AAAAAA0bBQIcFhocDgQUCB4RFB0dCQcCEAAAAMMCXpOwO6Ho0i0jW0Hy/8kQAAAAHlC8trJr/+2UzGBEGgkNtiAAAACxHOTlvzkEjY6nl4P+p4TP4tc1EfirxxgXddVikkknQSAAAAAYOeTDP85IaT9J37mbyakYnQaOToU/gxbNZCDcnPmEqRAAAACz3AoDKAa8NG1j+qAChkcPEAAAAHSY+StdHKdOaA+fEbW+JuoQAAAAbSpwhVt2dt1aELBh+mbv7yAAAAAWq3Aix/Bt3fJCnb1AlDD/aEW8kLguhXoGl3++TjhErCAAAADOKTl3e9CD1Y9jkMRknsCTAiFYNvd39+CS67CpST+EYA==";
const PASSWORD = 'Ge#h"e\\i m';

/** Reads a login file with these bytes and this mode; HOME has no other files. */
function readAs<T>(
  bytes: Buffer,
  mode: number,
  use: (path: string, warn: (message: string) => void) => T,
): { readonly result: T; readonly warnings: string[] } {
  using directory = scratchDirectory();
  const path = directory.file(".mylogin.cnf");
  writeFileSync(path, bytes);
  chmodSync(path, mode);
  const warnings: string[] = [];
  return { result: use(path, (warning) => warnings.push(warning)), warnings };
}

const BYTES = Buffer.from(MADE_BY_MYSQL, "base64");

describe("a login file", () => {
  test("of mysql_config_editor is understood", () => {
    const { result, warnings } = readAs(BYTES, 0o600, readLoginFile);
    expect(result.map(({ group, name, value }) => [group, name, value])).toEqual([
      ["audit", "user", "ro"],
      ["audit", "password", PASSWORD],
      ["audit", "host", "db.example.org"],
      ["audit", "port", "3307"],
      ["client", "user", "cl"],
      ["client", "password", "clientpw"],
      ["client", "socket", "/run/x.sock"],
    ]);
    expect(warnings).toEqual([]);
  });

  test.each([0o640, 0o604, 0o700])("that others could use (%o) is ignored", (mode) => {
    const { result, warnings } = readAs(BYTES, mode, readLoginFile);
    expect(result).toEqual([]);
    expect(warnings).toEqual([
      expect.stringMatching(/is ignored, since others may use it\. Give it the mode 600\.$/),
    ]);
  });

  test.each([
    ["cut off", BYTES.subarray(0, BYTES.length - 5)],
    ["with a wrong key", Buffer.concat([BYTES.subarray(0, 4), Buffer.alloc(20), BYTES.subarray(24)])],
    [
      "with a length below zero",
      Buffer.concat([BYTES.subarray(0, 24), Buffer.from([0xf0, 0xff, 0xff, 0xff])]),
    ],
    ["of text", Buffer.from("[client]\nuser=x\npassword=s3cret\n")],
  ])("%s is refused, without what it says", (_, bytes) => {
    const read = () => readAs(bytes, 0o600, readLoginFile);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(/cannot be read: it is damaged\. Make it anew with mysql_config_editor\.$/);
    expect(read).not.toThrow(/s3cret/);
  });

  test("that is not there says nothing", () => {
    expect(readLoginFile("/no/such/file", () => undefined)).toEqual([]);
  });
});

const layers = (loginPath: string | undefined) =>
  readAs(BYTES, 0o600, (path, warn) =>
    readOptionLayers(
      {
        defaultsFile: undefined,
        groupSuffix: undefined,
        loginPath,
        environment: { MYSQL_TEST_LOGIN_FILE: path },
        home: "/no",
        etc: "/no",
      },
      warn,
    ),
  ).result;

describe("--login-path", () => {
  test("comes first, then [client]", () => {
    const [named, others] = layers("audit");
    expect(named).toMatchObject({
      user: { value: "ro" },
      password: { value: PASSWORD },
      port: { value: 3307 },
    });
    expect(others).toMatchObject({ user: { value: "cl" }, socket: { value: "/run/x.sock" } });
    expect(layers(undefined)[0]).toEqual({});
  });

  test("that is not there is told", () => {
    expect(() => layers("nightly")).toThrow(/^--login-path: there is no login path "nightly" in /);
  });
});
