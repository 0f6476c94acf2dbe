import { expect, test } from "vitest";
import { FORGERIES, HIDDEN_PARTS, MISSHAPEN, POISON } from "./forgeries.ts";
import { recordingDatabase } from "./recording-database.ts";

test.each(FORGERIES)("refused: $name", async ({ attempt }) => {
  const { db, sent } = recordingDatabase("mysql");
  await expect(attempt(db)).rejects.toMatchObject({ name: "RefusedStatementError" });
  expect(sent).toEqual([]);
});

test.each(MISSHAPEN)("not sent: $name", async ({ attempt }) => {
  const { db, sent } = recordingDatabase("mysql");
  await attempt(db).catch(() => undefined);
  expect(JSON.stringify(sent)).not.toContain(POISON);
});

test.each(HIDDEN_PARTS)("not sent: $name", async ({ attempt }) => {
  const { db, sent } = recordingDatabase("mysql");
  await attempt(db);
  expect(sent).toHaveLength(1);
  expect(JSON.stringify(sent)).not.toContain(POISON);
});
