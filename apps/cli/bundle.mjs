/**
 * Bundles Lockstep's programs into dist/lockstep.cjs, after tsc: reading and linking some 900 small files is most of
 * what starting a process or a thread would cost.
 */
import { rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const require = createRequire(import.meta.url);
const dist = fileURLToPath(new URL("dist/", import.meta.url));
const bundle = join(dist, "lockstep.cjs");

/** @param {string} packageName @param {string} file */
const inPackage = (packageName, file) => join(dirname(require.resolve(packageName)), file);

/** What threads run, by the name of the file that a thread is started with. */
const threads = {
  "slot-thread": inPackage("@lockstep/worker", "slots/slot-thread.js"),
  "preparation-thread": inPackage("@lockstep/coordinator", "preparation/preparation-thread.js"),
  "row-thread": inPackage("@lockstep/coordinator", "rows/row-thread.js"),
  "store-thread": inPackage("@lockstep/run-store", "store-thread.js"),
};

const entry = [
  `exports.lockstep = () => import("./lockstep.js").then(({ lockstep }) => lockstep());`,
  ...Object.entries(threads).map(
    ([name, file]) => `exports[${JSON.stringify(name)}] = () => import(${JSON.stringify(file)});`,
  ),
];

// A cache of compiled code that is of another bundle must never be found beside this one.
rmSync(`${bundle}.cache`, { force: true });
await build({
  stdin: { contents: entry.join("\n"), resolveDir: dist, sourcefile: "programs.js" },
  outfile: bundle,
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "cjs",
  charset: "ascii",
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
  external: ["libsql", "@tensorflow/*", "h5wasm", "h5wasm/*"],
  banner: { js: `const bundleUrl = require("node:url").pathToFileURL(__filename).href;` },
  define: { "import.meta.url": "bundleUrl" },
  logLevel: "warning",
});
for (const name of Object.keys(threads)) {
  const text = `import { startProgram } from "./bundle/start-program.js";\n\nstartProgram("${name}");\n`;
  writeFileSync(join(dist, `${name}.js`), text);
}
