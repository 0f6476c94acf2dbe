/** Node calls node:sqlite experimental on standard error, which is ours: every other warning is passed on. */
export function quietSqliteWarning(): void {
  const printers = process.listeners("warning");
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (warning.name === "ExperimentalWarning" && warning.message.includes("SQLite")) return;
    for (const print of printers) print(warning);
  });
}
