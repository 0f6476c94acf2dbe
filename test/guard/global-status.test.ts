import { expect, test } from "vitest";
import { globalStatus } from "../../src/guard/statements.ts";

test("counters are asked for by name", () => {
  expect(globalStatus(["Threads_running", "wsrep_ready"])).toBe(
    "SHOW GLOBAL STATUS WHERE Variable_name IN ('Threads_running', 'wsrep_ready')",
  );
});

test.each([[[]], [["a' OR SLEEP(9) OR 'a"]], [["a\\"]], [["1a"]], [["a b"]], [["Threads_running", ""]]])(
  "%j are no names of counters",
  (names) => {
    expect(() => globalStatus(names)).toThrow("Not a status variable");
  },
);
