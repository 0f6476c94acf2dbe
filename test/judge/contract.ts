import type { NovaFacts } from "../../src/judge/image-facts.ts";
import type { RawImage, RawProperty } from "./raw-image.ts";

/**
 * The rules of class, kind and cause once more, written from their description and not from the code, for
 * the random tests to hold the code against. Nothing here is shared with src.
 */
export interface ContractVerdict {
  readonly class: "full" | "partial" | "missing";
  readonly kind: string;
  readonly cause: string | null;
  readonly expected: boolean | null;
  readonly counted: Readonly<Record<string, string | null>>;
  readonly absent: readonly string[];
  readonly wrong: readonly string[];
  readonly removed: readonly string[];
}

const T = "image_type";
const I = "instance_uuid";
const B = "base_image_ref";
const L = "image_location";
const FOUR = [T, I, B, L];
const RIGHT: Readonly<Record<string, RegExp>> = {
  [T]: /^snapshot$/,
  [I]: /^[\dA-Fa-f]{8}(?:-[\dA-Fa-f]{4}){3}-[\dA-Fa-f]{12}$/,
  [B]: /^[\dA-Fa-f]{8}(?:-[\dA-Fa-f]{4}){3}-[\dA-Fa-f]{12}$/,
  [L]: /^snapshot$/,
};
const HOUR = 3600;

/** Unicode's White_Space, code point by code point. */
const BLANKS = new Set([
  0x09,
  0x0a,
  0x0b,
  0x0c,
  0x0d,
  0x20,
  0x85,
  0xa0,
  0x1680,
  0x2028,
  0x2029,
  0x202f,
  0x205f,
  0x3000,
  ...Array.from({ length: 11 }, (_, at) => 0x2000 + at),
]);

const isBlank = (point: string | undefined): boolean => BLANKS.has(point?.codePointAt(0) ?? -1);

function folded(text: string): string {
  const points = Array.from(text.normalize("NFKD")).filter((point) => !/[\p{Mn}\p{Mc}\p{Me}]/u.test(point));
  while (isBlank(points[0])) points.shift();
  while (isBlank(points.at(-1))) points.pop();
  return points.join("").toLowerCase();
}

const isNear = (text: string, right: string): boolean => text !== right && folded(text) === right;

/** What a rule may look at. */
interface Subject {
  readonly image: RawImage;
  readonly nova: NovaFacts | undefined;
  readonly class: ContractVerdict["class"];
  readonly kind: string;
  readonly counted: ReadonlyMap<string, string | null>;
  readonly live: readonly RawProperty[];
  readonly removed: readonly string[];
  readonly ageSeconds: number;
}

const has = (s: Subject, name: string): boolean => s.counted.has(name);
const isRight = (s: Subject, name: string): boolean =>
  has(s, name) && RIGHT[name]?.test(s.counted.get(name) ?? "NULL") === true;
const isRightOrBackup = (s: Subject, name: string): boolean =>
  isRight(s, name) || (name === T && s.counted.get(T) === "backup");
const lacksOnly = (s: Subject, name: string): boolean =>
  FOUR.every((one) => (one === name ? !has(s, one) : isRightOrBackup(s, one)));
const isUnfinished = (s: Subject): boolean =>
  ["queued", "saving", "importing", "uploading"].includes(s.image.status);
const isYoung = (s: Subject): boolean => s.ageSeconds < 24 * HOUR;
const hasDriverMark = (s: Subject): boolean =>
  s.image.diskFormat === "vhd" ||
  s.live.some((row) => row.name === "auto_disk_config" || row.name.startsWith("vmware_"));

const KINDS: readonly (readonly [string, (s: Subject) => boolean])[] = [
  ["volume-snapshot", (s) => s.live.some((row) => ["block_device_mapping", "bdm_v2"].includes(row.name))],
  ["backup", (s) => s.counted.get(T) === "backup"],
  ["shelved", (s) => s.nova?.shelved === true],
  ["snapshot", (s) => s.counted.get(T) === "snapshot"],
  ["derived", (s) => s.counted.size > 0],
  ["image", () => true],
];

type Rule = readonly [
  cause: string,
  givenTo: string,
  expected: boolean | ((s: Subject) => boolean),
  pattern: (s: Subject) => boolean,
];

const ANY = "full partial missing";

const CAUSES: readonly Rule[] = [
  [
    "half-deleted",
    ANY,
    false,
    (s) => /^(?:deleted|pending_delete)$/.test(s.image.status) && !s.image.deleted,
  ],
  [
    "restored",
    ANY,
    false,
    ({ image }) =>
      !image.deleted &&
      image.deletedAt !== null &&
      image.rows.length > 0 &&
      image.rows.every((row) => row.deleted),
  ],
  [
    "volume-backed",
    "partial missing",
    true,
    (s) => s.kind === "volume-snapshot" && ![T, I, L].some((name) => has(s, name)),
  ],
  [
    "inherited",
    "partial full",
    true,
    (s) => s.kind === "volume-snapshot" && [T, I, L].some((name) => has(s, name)),
  ],
  ["no-data", "full", isYoung, isUnfinished],
  ["backup", "partial", true, (s) => s.kind === "backup" && [I, B, L].every((name) => isRight(s, name))],
  ["removed", "partial missing", false, (s) => !s.image.deleted && s.removed.length > 0],
  [
    "near-miss",
    "partial missing",
    false,
    (s) =>
      s.live.some((row) => FOUR.some((right) => isNear(row.name, right))) ||
      [T, L].some((name) => isNear(s.counted.get(name) ?? "", "snapshot")),
  ],
  [
    "in-flight",
    "partial",
    (s) => (s.nova?.instance === undefined ? isYoung(s) : s.nova.instance.snapshotting),
    (s) => !has(s, L) && isUnfinished(s),
  ],
  [
    "retagged",
    "partial",
    false,
    (s) => has(s, T) && ![null, "", "snapshot", "backup"].includes(s.counted.get(T) ?? null),
  ],
  ["driver", "partial", true, (s) => lacksOnly(s, L) && hasDriverMark(s)],
  ["rebuilt", "partial", true, (s) => lacksOnly(s, B)],
  [
    "copied",
    "partial full",
    false,
    ({ image, nova }) => {
      const goneMs = nova?.instance?.deletedAtMs ?? null;
      return goneMs !== null && seconds(image.createdAt) - goneMs / 1000 > HOUR;
    },
  ],
  ["user-set", "partial", false, (s) => s.counted.size > 0 && !has(s, T)],
  ["unexplained", "partial", false, () => true],
];

/** Seconds since 1970 of naive UTC text, fractions cut. */
function seconds(text: string): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/\D/).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
}

/** The verdict that the description demands. */
export function contractVerdict(
  image: RawImage,
  nova: NovaFacts | undefined,
  nowMs: number,
): ContractVerdict {
  const live = image.rows.filter((row) => image.deleted || !row.deleted);
  const valueOf = (name: string): [string, string | null][] =>
    live.filter((row) => row.name === name).map((row) => [name, row.value]);
  const counted = new Map(FOUR.flatMap(valueOf));
  const absent = FOUR.filter((name) => !counted.has(name));
  const wrong = [...counted]
    .filter(([name, value]) => !RIGHT[name]?.test(value ?? "NULL"))
    .map(([name]) => name);
  const removed = absent.filter((name) => image.rows.some((row) => row.name === name && row.deleted));
  const found = counted.size === 0 ? "missing" : absent.length + wrong.length === 0 ? "full" : "partial";
  const ageSeconds = nowMs / 1000 - seconds(image.createdAt);
  const bare: Subject = { image, nova, class: found, kind: "", counted, live, removed, ageSeconds };
  const kind = KINDS.find(([, pattern]) => pattern(bare))?.[0] ?? "";
  const subject: Subject = { ...bare, kind };
  const rule = CAUSES.find(
    ([, givenTo, , pattern]) => givenTo.split(" ").includes(found) && pattern(subject),
  );
  const expected = rule?.[2];
  return {
    class: found,
    kind,
    cause: rule?.[0] ?? null,
    expected: typeof expected === "function" ? expected(subject) : (expected ?? null),
    counted: Object.fromEntries(counted),
    absent,
    wrong,
    removed,
  };
}
