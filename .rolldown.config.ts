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

const PROGRAM = "glance-audit";

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
  },
  plugins: [licences, executable],
});
