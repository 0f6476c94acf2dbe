import { defineConfig } from "vitest/config";
import { mutationsOf } from "./support/mutations.ts";

const MUTANT = /\?mutant=(\d+)$/;

/** A module imported as `file.ts?mutant=3` has the third of the mistakes that can be made in it. */
const mutants = {
  name: "mutants",
  enforce: "pre",
  transform(code: string, id: string): string | undefined {
    const number = MUTANT.exec(id)?.[1];
    return number === undefined ? undefined : mutationsOf(code)[Number(number)]?.source;
  },
} as const;

export default defineConfig({
  plugins: [mutants],
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: "forks",
    // Most tests wait for servers and for the program, more than one processor has to do.
    maxWorkers: 3,
  },
});
