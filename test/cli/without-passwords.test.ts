import { expect, test } from "vitest";
import { withoutPasswords } from "../../src/cli/without-passwords.ts";

test.each([
  ["no option mysql://u:p@h/d.", "no option mysql://u:***@h/d."],
  ["no option mysql://u:a@b/c d@h/d.", "no option mysql://u:***@h/d."],
  ["no option u:a'b@c@h/d.", "no option u:***@h/d."],
  ["two mysql://u:p@h/d,\nx://:q@i/d", "two mysql://u:***@h/d,\nx://:***@i/d"],
  ["Cannot connect to u@[::1]:3306/glance: refused.", "Cannot connect to u@[::1]:3306/glance: refused."],
  ["Error: Access denied for user 'u'@'h'", "Error: Access denied for user 'u'@'h'"],
  ["at file:///a/node_modules/@b/c.js:1:2", "at file:///a/node_modules/@b/c.js:1:2"],
])("%s", (line, shown) => {
  expect(withoutPasswords(line)).toBe(shown);
});
