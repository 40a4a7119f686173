import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { build } from "esbuild";
import { commandFile, dist, nameOf, programFiles, servingCommands } from "./programs.mjs";

/** @type {import("esbuild").BuildOptions} */
const options = {
  bundle: true,
  platform: "node",
  target: "node20.19",
  format: "cjs",
  charset: "ascii",
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
  banner: { js: `const fileUrl = require("node:url").pathToFileURL(__filename).href;` },
  define: { "import.meta.url": "fileUrl" },
  // What is native, or large and rarely used, stays where it is.
  external: ["libsql", "@tensorflow/*", "h5wasm", "h5wasm/*", "@grpc/proto-loader"],
  logLevel: "warning",
};

const programUrl = /new URL\("(\.{1,2}\/[\w/-]+\.js)", import\.meta\.url\)/g;

/** What a program starts has a starter beside the bundles. @type {import("esbuild").Plugin} */
const startersBesideBundles = {
  name: "starters-beside-bundles",
  setup({ onLoad }) {
    onLoad({ filter: /\/(apps|libs)\/[^/]+\/dist\/.*\.js$/ }, ({ path }) => {
      const contents = readFileSync(path, "utf8").replace(programUrl, (_, relative) => {
        const file = resolve(dirname(path), relative);
        if (file !== commandFile && !programFiles.includes(file))
          throw new Error(`${path} starts ${file}, which programs.mjs does not list`);
        return `new URL("./${nameOf(file)}.cjs", import.meta.url)`;
      });
      return { contents };
    });
  },
};

/** Leaves other commands than one where the compiler put them. @param {string} name @returns {import("esbuild").Plugin} */
const oneCommand = (name) => ({
  name: "one-command",
  setup({ onResolve }) {
    onResolve({ filter: /\/commands\/[\w-]+\.js$/ }, ({ path, kind, importer }) => {
      const file = resolve(dirname(importer), path);
      if (kind !== "dynamic-import" || nameOf(file) === name) return undefined;
      return { path: `./${file.slice(dist.length + 1)}`, external: true };
    });
  },
});

/** With a function of the starter's in place of `import` for what is not in the bundle. @param {string} text */
function withImports(text) {
  const replaced = text.replace(/\bimport\(("h5wasm"|"\.\/commands\/[\w-]+\.js")\)/g, "importModule($1)");
  const left = /\bimport\("[^"]*"\)/.exec(replaced);
  if (left) throw new Error(`bundles cannot import by themselves: add ${left[0]} to what is replaced`);
  return replaced;
}

const command = { contents: `import { lockstep } from "./lockstep.js"; void lockstep();`, resolveDir: dist };

/** Writes `<name>.bundle.cjs` for every program. */
export async function bundlePrograms() {
  /** @param {string} name @param {import("esbuild").BuildOptions} of @param {import("esbuild").Plugin[]} plugins */
  const bundle = async (name, of, plugins = []) => {
    const outfile = join(dist, `${name}.bundle.cjs`);
    await build({ ...options, ...of, outfile, plugins: [startersBesideBundles, ...plugins] });
    writeFileSync(outfile, withImports(readFileSync(outfile, "utf8")));
  };
  await Promise.all([
    bundle("lockstep", { stdin: command }),
    ...servingCommands.map((name) => bundle(name, { stdin: command }, [oneCommand(name)])),
    ...programFiles.map((file) => bundle(nameOf(file), { entryPoints: [file] })),
  ]);
}

/** Bundles a file of ours that starts bundles. @param {string} entry @param {string} outfile */
export async function bundleStarter(entry, outfile) {
  await build({ ...options, entryPoints: [entry], outfile });
}
