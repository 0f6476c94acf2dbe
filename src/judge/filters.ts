import type { Cause } from "./cause.ts";
import type { Class } from "./classify.ts";
import type { ImageFacts } from "./image-facts.ts";
import type { ImageVerdict } from "./judge-image.ts";
import type { Kind } from "./kind.ts";
import type { StoredValue } from "./property-set.ts";

/** Which images an audit is about; undefined means no restriction. Text is compared byte for byte. */
export interface ImageFilters {
  readonly deleted: "exclude" | "include" | "only";
  readonly classes: ReadonlySet<Class> | undefined;
  readonly kinds: ReadonlySet<Kind> | undefined;
  readonly causes: ReadonlySet<Cause> | undefined;
  readonly statuses: ReadonlySet<string> | undefined;
  readonly visibilities: ReadonlySet<string> | undefined;
  readonly owners: ReadonlySet<string> | undefined;
  /** UUIDs in lower case: here case does not count. */
  readonly instances: ReadonlySet<string> | undefined;
  readonly baseImages: ReadonlySet<string> | undefined;
  /** As given, and in lower case. */
  readonly images: ReadonlySet<string> | undefined;
  /** Naive UTC as the database writes it; the first is included, the second is not. */
  readonly createdFrom: string | undefined;
  readonly createdBefore: string | undefined;
  readonly minSizeBytes: bigint | undefined;
  /** Only rows whose cause is not an expected one. */
  readonly unexpected: boolean;
}

export const NO_FILTERS: ImageFilters = {
  deleted: "exclude",
  classes: undefined,
  kinds: undefined,
  causes: undefined,
  statuses: undefined,
  visibilities: undefined,
  owners: undefined,
  instances: undefined,
  baseImages: undefined,
  images: undefined,
  createdFrom: undefined,
  createdBefore: undefined,
  minSizeBytes: undefined,
  unexpected: false,
};

/** Whether the filters leave any image out, apart from deleted ones. */
export function restricts({ deleted: _population, ...filters }: ImageFilters): boolean {
  return Object.values(filters).some((wanted) => wanted !== undefined && wanted !== false);
}

/** What can be decided before the properties are looked at. */
export function matchesImage(image: ImageFacts, filters: ImageFilters): boolean {
  return (
    (filters.deleted === "include" || image.deleted === (filters.deleted === "only")) &&
    has(filters.statuses, image.status) &&
    has(filters.visibilities, image.visibility) &&
    has(filters.owners, image.owner) &&
    has(filters.images, image.id) &&
    (filters.createdFrom === undefined || image.createdAt.slice(0, 19) >= filters.createdFrom) &&
    (filters.createdBefore === undefined || image.createdAt.slice(0, 19) < filters.createdBefore) &&
    (filters.minSizeBytes === undefined ||
      (image.sizeBytes !== null && BigInt(image.sizeBytes) >= filters.minSizeBytes))
  );
}

/** What only the verdict decides. */
export function matchesVerdict(verdict: ImageVerdict, filters: ImageFilters): boolean {
  const { classification, kind, explanation } = verdict;
  const { counted } = classification;
  return (
    has(filters.classes, classification.class) &&
    has(filters.kinds, kind) &&
    has(filters.causes, explanation?.cause ?? null) &&
    hasUuid(filters.instances, counted.instance_uuid) &&
    hasUuid(filters.baseImages, counted.base_image_ref) &&
    (!filters.unexpected || explanation?.expected === false)
  );
}

function hasUuid(wanted: ReadonlySet<string> | undefined, stored: StoredValue | undefined): boolean {
  return wanted === undefined || has(wanted, stored?.value?.toLowerCase() ?? null);
}

function has<T>(wanted: ReadonlySet<T> | undefined, value: T | null): boolean {
  return wanted === undefined || (value !== null && wanted.has(value));
}
