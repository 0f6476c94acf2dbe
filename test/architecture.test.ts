import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const SRC = join(ROOT, "src");

/** The rooms from the ground up: a file imports from its own room and from those below, never from above. */
const FLOORS: Readonly<Record<string, number>> = {
  schema: 0,
  judge: 1,
  guard: 2,
  connect: 3,
  read: 4,
  rules: 5,
  audit: 6,
  report: 7,
  demo: 7,
  cli: 8,
};
/** What may be imported from below although another rule forbids it; each has its reason. */
const DRIVERS: Readonly<Record<string, readonly string[]>> = {
  mysql2: ["connect", "demo"],
  "node:sqlite": ["connect", "demo"],
};

interface SourceFile {
  readonly path: string;
  readonly room: string;
  readonly text: string;
  readonly imports: readonly string[];
}

function sources(): SourceFile[] {
  return readdirSync(SRC, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const text = readFileSync(path, "utf8");
      const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
      return { path, room: relative(SRC, path).split("/")[0] ?? "", text, imports };
    });
}

const FILES = sources();
const name = (file: SourceFile): string => relative(ROOT, file.path);

describe("the house", () => {
  it("has only rooms that the architecture names", () => {
    const rooms = new Set(FILES.map((file) => file.room).filter((room) => !room.endsWith(".ts")));
    expect([...rooms].filter((room) => FLOORS[room] === undefined)).toEqual([]);
  });

  it("imports downward only", () => {
    const upward = FILES.flatMap((file) =>
      file.imports
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => relative(SRC, resolve(dirname(file.path), specifier)))
        .filter((target) => isAbove(file.room, target))
        .map((target) => `${name(file)} -> ${target}`),
    );
    expect(upward).toEqual([]);
  });

  it("keeps the two upper rooms on one floor apart", () => {
    const across = FILES.filter((file) => file.room === "report" || file.room === "demo").flatMap((file) =>
      file.imports.filter(
        (specifier) => /\.\.\/(?:report|demo)\//.test(specifier) && !specifier.includes(`/${file.room}/`),
      ),
    );
    expect(across).toEqual([]);
  });

  it("lets only connect and demo talk to a driver", () => {
    const strangers = FILES.flatMap((file) =>
      Object.entries(DRIVERS)
        .filter(
          ([driver, rooms]) =>
            file.imports.some((found) => found.split("/")[0] === driver || found === driver) &&
            !rooms.includes(file.room),
        )
        .map(([driver]) => `${name(file)} imports ${driver}`),
    );
    expect(strangers).toEqual([]);
  });

  it("knows neither console nor process below the command line", () => {
    const talkers = FILES.filter((file) => (FLOORS[file.room] ?? 9) < (FLOORS["cli"] ?? 8))
      .filter((file) =>
        /\b(?:console|process)\.[a-z]/.test(file.text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "")),
      )
      .map(name);
    expect(talkers).toEqual([]);
  });

  it("builds raw SQL in the guard and nowhere else", () => {
    const makers = FILES.filter((file) => file.room !== "guard" && file.room !== "demo")
      .filter((file) => /\bsql(?:<[^>]*>)?`|\bRawNode\b|CompiledQuery\.raw/.test(file.text))
      .map(name);
    expect(makers).toEqual([]);
  });

  it("has small files with kebab-case names", () => {
    const lengths = FILES.map((file) => file.text.split("\n").length - 1);
    expect(FILES.filter((_, at) => (lengths[at] ?? 0) > 250).map(name)).toEqual([]);
    expect(lengths.toSorted((a, b) => a - b)[Math.trunc(lengths.length / 2)]).toBeLessThanOrEqual(120);
    expect(FILES.map(name).filter((path) => !/^src(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)+\.ts$/.test(path))).toEqual(
      [],
    );
  });
});

describe("the top level", () => {
  it("holds what the project's card names, and what tools force upon it", () => {
    const allowed = [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "docker-compose.yml",
      "migrations-readonly",
      "package-lock.json",
      "package.json",
      "src",
      "test",
      "tsconfig.json",
    ];
    const built = new Set(["dist", "node_modules"]);
    const found = readdirSync(ROOT).filter(
      (entry) => !entry.startsWith(".") && !built.has(entry) && !entry.endsWith(".tgz"),
    );
    expect(found.sort()).toEqual(allowed.sort());
  });
});

function isAbove(room: string, target: string): boolean {
  if (room === "bin.ts" || target === "errors.ts") return false;
  // The schemas of upstream stand beside src; the program may build from them, never the other way round.
  if (target.startsWith("..")) return false;
  const targetRoom = target.split("/")[0] ?? "";
  if (room === "index.ts") return targetRoom === "cli" || targetRoom === "demo";
  if (room === "errors.ts") return true;
  return (FLOORS[targetRoom] ?? 9) > (FLOORS[room] ?? -1);
}
