import { describe, expect, it } from "vitest";
import { CAUSES, type Cause } from "../../src/judge/cause.ts";
import { CLASSES } from "../../src/judge/classify.ts";
import type { ImageFacts, InstanceFacts, NovaFacts } from "../../src/judge/image-facts.ts";
import { judgeImage } from "../../src/judge/judge-image.ts";
import { KINDS } from "../../src/judge/kind.ts";
import { isSnapshottingTask } from "../../src/judge/instance-state.ts";
import { addProperty, emptyPropertySet } from "../../src/judge/property-set.ts";
import { utcMs } from "../../src/judge/times.ts";
import { SERVER_STATES, type Verdict } from "../../src/demo/truth.ts";
import { collectCloud, NOW, type AnyRow, type CollectedCloud } from "./collected-cloud.ts";

const text = (value: unknown) => (value === null ? null : String(value));

function factsOf(image: AnyRow, properties: readonly AnyRow[]): ImageFacts {
  const set = emptyPropertySet();
  for (const { name, value, deleted } of properties)
    addProperty(set, String(name), text(value), deleted === 1);
  return {
    id: String(image["id"]),
    name: text(image["name"]),
    owner: text(image["owner"]),
    status: String(image["status"]),
    visibility: String(image["visibility"]),
    sizeBytes: image["size"] as number | null,
    createdAt: String(image["created_at"]),
    updatedAt: text(image["updated_at"]),
    deletedAt: text(image["deleted_at"]),
    deleted: image["deleted"] === 1,
    diskFormat: text(image["disk_format"]),
    protected: image["protected"] === 1,
    properties: set,
    emptied: properties.length > 0 && properties.every(({ deleted }) => deleted === 1),
  };
}

function verdictOf(facts: ImageFacts, nova: NovaFacts | undefined): Verdict {
  const { classification, kind, explanation } = judgeImage(facts, nova, NOW.getTime());
  return {
    class: classification.class,
    kind,
    cause: explanation?.cause ?? null,
    expected: explanation?.expected ?? null,
  };
}

function instanceOf(server: AnyRow): InstanceFacts {
  const deletedAt = server["deleted"] === 0 ? null : text(server["deleted_at"]);
  return {
    state: deletedAt === null ? "alive" : "deleted",
    deletedAtMs: deletedAt === null ? null : utcMs(deletedAt),
    snapshotting: isSnapshottingTask(text(server["task_state"])),
  };
}

/** Judges every image of a cloud with the program's own judges, from nothing but the rows. */
function judgeAll(
  cloud: CollectedCloud,
): Map<string, { withNova: Verdict; withoutNova: Verdict; deleted: boolean }> {
  const properties = Map.groupBy(cloud.rows("glance", "image_properties"), (row) => String(row["image_id"]));
  const visible = cloud.cellRows("instances").filter(({ hidden }) => hidden !== 1);
  const all = [...visible, ...cloud.cellRows("shadow_instances"), ...cloud.rows("nova_cell0", "instances")];
  const servers = new Map(all.map((row) => [row["uuid"], row]));
  const shelved = new Set(
    cloud
      .cellRows("instance_system_metadata")
      .filter(({ key, deleted }) => key === "shelved_image_id" && deleted === 0)
      .map(({ value }) => value),
  );
  return new Map(
    cloud.rows("glance", "images").map((image) => {
      const facts = factsOf(image, properties.get(String(image["id"])) ?? []);
      const stored = facts.properties.stored.instance_uuid;
      const counts = stored !== undefined && (facts.deleted || !stored.deleted);
      const server = counts ? servers.get(String(stored.value).toLowerCase()) : undefined;
      const nova: NovaFacts = {
        instance: server && instanceOf(server),
        shelved: shelved.has(facts.id),
      };
      const judged = {
        withNova: verdictOf(facts, nova),
        withoutNova: verdictOf(facts, undefined),
        deleted: facts.deleted,
      };
      return [facts.id, judged];
    }),
  );
}

const HOLDS =
  "protected in-progress task booted base-of kernel-of shelved shelving boots-volume building requested volume shared public community tagged backup-rotation bdm-of".split(
    " ",
  );

const EITHER_WAY: readonly Cause[] = ["in-flight", "no-data"];

describe("the truth about the named images", () => {
  const cloud = collectCloud();
  const judged = judgeAll(cloud);
  const live = cloud.named.filter(({ deleted }) => !deleted);

  it("shows every class, kind, cause and state of a server", () => {
    expect(new Set(live.map((truth) => truth.class))).toEqual(new Set(CLASSES));
    expect(new Set(live.map(({ kind }) => kind))).toEqual(new Set(KINDS));
    expect(new Set(live.map(({ cause }) => cause))).toEqual(new Set([null, ...CAUSES]));
    expect(new Set(live.map(({ instanceState }) => instanceState))).toEqual(
      new Set([null, ...SERVER_STATES]),
    );
  });

  it("shows both sides of what depends on age", () => {
    for (const cause of EITHER_WAY) {
      const sides = live.filter((truth) => truth.cause === cause).map(({ expected }) => expected);
      expect(new Set(sides)).toEqual(new Set([true, false]));
    }
  });

  it("has an expectation exactly where it has a cause", () => {
    expect(cloud.named.filter(({ cause, expected }) => (cause === null) !== (expected === null))).toEqual([]);
  });

  it("tells every image apart", () => {
    expect(new Set(cloud.named.map(({ slug }) => slug)).size).toBe(cloud.named.length);
    expect(new Set(cloud.named.map(({ id }) => id)).size).toBe(cloud.named.length);
  });

  it("covers every hold", () => {
    const holds = new Set(
      cloud.named.flatMap((truth) => truth.holds ?? []).map((hold) => hold.split(":")[0]),
    );
    expect(holds).toEqual(new Set(HOLDS));
  });

  it.each(cloud.named)("is what the judges say of $slug", (truth) => {
    const { withNova, withoutNova } = judged.get(truth.id) ?? {};
    const { class: imageClass, kind, cause, expected } = truth;
    expect(withNova).toEqual({ class: imageClass, kind, cause, expected });
    expect(withoutNova).toEqual({ class: imageClass, kind, cause, expected, ...truth.withoutNova });
  });
});

describe("the totals of a cloud", () => {
  it.each([
    { images: 0, seed: 1 },
    { images: 1000, seed: 2 },
    { images: 10_000, seed: 3 },
  ])("are what the judges count: %j", (options) => {
    const cloud = collectCloud(options);
    const verdicts = [...judgeAll(cloud).values()]
      .filter(({ deleted }) => !deleted)
      .map(({ withNova }) => withNova);
    const counts = (key: "class" | "kind" | "cause") =>
      Object.fromEntries(
        [...Map.groupBy(verdicts, (verdict) => verdict[key])].flatMap(([name, found]) =>
          name === null ? [] : [[name, found.length]],
        ),
      );
    const { totals } = cloud;
    expect(totals.images).toBe(cloud.images);
    expect(totals.scanned).toBe(verdicts.length);
    expect(totals.deletedImages).toBe(totals.images - totals.scanned);
    expect(totals.class).toEqual(counts("class"));
    expect(totals.kind).toEqual(counts("kind"));
    expect(totals.cause).toEqual(counts("cause"));
    expect(totals.unexpected).toBe(verdicts.filter(({ expected }) => expected === false).length);
  });
});
