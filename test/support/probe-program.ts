// What the self-test of run-cli.ts runs instead of glance-audit.
import { setInterval } from "node:timers";

const MODES: Readonly<Record<string, () => void>> = {
  columns: () => console.log(String(process.stdout.columns)),
  echo: () => {
    process.stdin.pipe(process.stdout);
    process.stdin.on("end", () => {
      process.stderr.write("end\n");
      process.exitCode = 3;
    });
  },
  environment: () => console.log(JSON.stringify(process.env)),
  hang: () => {
    console.log("hanging");
    setInterval(() => undefined, 1000);
  },
};

MODES[process.argv[2] ?? ""]?.();
