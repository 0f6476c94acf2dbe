import { describe, expect, test } from "vitest";
import { FoundInstances } from "../../src/audit/nova/found-instances.ts";
import { UuidTable } from "../../src/read/packed/uuid-table.ts";

const [UNWANTED, GONE, ALIVE] = [1, 2, 3].map((n) => `${n}0000000-0000-4000-8000-000000000000`) as [
  string,
  string,
  string,
];
const ROW = { vmState: "active", taskState: null, projectId: "p" };

/** Images name three instances; of one only a deleted image's row does. */
function search(): FoundInstances {
  const numbers = new UuidTable(0);
  for (const uuid of [UNWANTED, GONE, ALIVE]) numbers.claim(uuid);
  const found = new FoundInstances(numbers);
  for (const uuid of [GONE, ALIVE, ALIVE, "no-uuid"]) found.want(uuid);
  return found;
}

describe("of the instances that images name", () => {
  test("only those are looked for that were asked for, each once", () => {
    const found = search();
    expect(found.size).toBe(2);
    expect([...found.keys()]).toEqual([GONE, ALIVE]);
    expect(found.find(UNWANTED)).toBeLessThan(0);
    expect(found.evidence(found.find(UNWANTED))).toBeUndefined();
    found.noteBuilding(UNWANTED);
    found.noteMapping(UNWANTED, "unread");
    expect(found.isAnyMapped("unread")).toBe(false);
    expect([...found.awaitingMapping(true).uuids()]).toEqual([GONE, ALIVE]);
  });

  test("none that nobody asked for is left over", () => {
    const found = search();
    for (const uuid of [GONE, ALIVE]) {
      found.note(0, { record: found.find(uuid), id: 7, deleted: uuid === GONE, deletedAt: null, ...ROW });
    }
    expect(found.isAnyLeft).toBe(false);
    expect(found.evidence(found.find(GONE))?.rows).toMatchObject([
      { cell: 0, id: 7, deleted: true, projectId: "p" },
    ]);
  });

  test("another search knows them by the same numbers and nothing of the first", () => {
    const first = search();
    first.note(1, { record: first.find(ALIVE), id: 7, deleted: false, deletedAt: null, ...ROW });
    const second = first.another();
    expect([...second.keys()]).toEqual([]);
    second.want(ALIVE);
    expect(second.find(ALIVE)).toBe(first.find(ALIVE));
    expect(second.evidence(second.find(ALIVE))).toEqual({
      rows: [],
      archived: false,
      building: false,
      mapped: undefined,
    });
    second.clear();
    expect(second.size).toBe(0);
    expect(first.evidence(first.find(ALIVE))?.rows).toHaveLength(1);
  });

  test("a row of instances outweighs one of a shadow table, whichever comes first", () => {
    const found = search();
    const record = found.find(GONE);
    found.noteArchived(1, { record, id: 9, deletedAt: "2026-01-02 00:00:00" });
    found.noteArchived(0, { record, id: 8, deletedAt: "2026-01-01 00:00:00" });
    expect(found.archivedRow(record)).toMatchObject({ cell: 1, id: 9, deletedAtMs: Date.UTC(2026, 0, 2) });
    found.note(2, { record, id: 7, deleted: false, deletedAt: null, ...ROW });
    expect(found.archivedRow(record)).toBeUndefined();
    expect(found.evidence(found.find(GONE))).toMatchObject({
      rows: [{ cell: 2, id: 7, deleted: false }],
      archived: true,
    });
  });
});
