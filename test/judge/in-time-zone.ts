/** Runs `work` as on a machine in another time zone. */
export function inTimeZone(zone: string, work: () => void): void {
  const before = process.env["TZ"];
  process.env["TZ"] = zone;
  try {
    work();
  } finally {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  }
}
