import { createHash } from "node:crypto";
import { expect } from "vitest";

/** Every form in which a password could come to light: as it is, escaped, encoded, and hashed as servers do. */
function formsOf(password: string): string[] {
  const bytes = Buffer.from(password);
  return [
    password,
    encodeURIComponent(password),
    JSON.stringify(password).slice(1, -1),
    bytes.toString("base64"),
    bytes.toString("hex"),
    sha1(password).toString("hex"),
    createHash("sha256").update(password).digest("hex"),
    // SHOW GRANTS of MariaDB shows this one: mysql_native_password.
    sha1(sha1(password)).toString("hex"),
  ];
}

function sha1(data: string | Buffer): Buffer {
  return createHash("sha1").update(data).digest();
}

/** Nothing of the passwords is in a text, whatever the case of the letters. */
export function expectNoSecret(text: string, passwords: readonly string[]): void {
  const lower = text.toLowerCase();
  for (const form of passwords.flatMap(formsOf)) expect(lower).not.toContain(form.toLowerCase());
}
