const UNITS = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"] as const;

/** Bytes for people, in powers of 1024 with one decimal: `512 B`, `1.2 GiB`. */
export function humanBytes(bytes: number | bigint): string {
  let size = Number(bytes);
  if (size < 1024) {
    return `${size} B`;
  }
  let unit = -1;
  // 1023.95 would be printed as 1024.0 of the smaller unit.
  while (size >= 1023.95 && unit < UNITS.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${size.toFixed(1)} ${UNITS[unit] ?? "B"}`;
}
