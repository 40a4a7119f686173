/**
 * After tsc: bundles everything that Lockstep's processes and threads run into dist/lockstep.cjs, as reading and
 * linking some 900 small files is most of what starting one would cost; and keeps what V8 compiles of it, by having a
 * cluster train once.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const require = createRequire(import.meta.url);
const here = fileURLToPath(new URL(".", import.meta.url));
const dist = join(here, "dist");

/** @param {string} packageName @param {string} file */
const inPackage = (packageName, file) => join(dirname(require.resolve(packageName)), file);

/** Files that a process or a thread is started with, beside the command itself. */
const programs = [
  inPackage("@lockstep/worker", "slots/slot-thread.js"),
  inPackage("@lockstep/coordinator", "preparation/preparation-thread.js"),
  inPackage("@lockstep/coordinator", "rows/row-thread.js"),
  inPackage("@lockstep/run-store", "store-thread.js"),
  inPackage("@lockstep/sequence-data", "parquet/parquet-process.js"),
];
const command = join(dist, "main.js");

/** @param {string} file */
const nameOf = (file) => basename(file, ".js");

const programUrl = /new URL\("(\.{1,2}\/[\w/-]+\.js)", import\.meta\.url\)/g;

/** What is started is a program of the bundle, each with a file of its own beside it. @type {import("esbuild").Plugin} */
const programsBesideBundle = {
  name: "programs-beside-bundle",
  setup({ onLoad }) {
    onLoad({ filter: /\/(apps|libs)\/[^/]+\/dist\/.*\.js$/ }, ({ path }) => {
      const contents = readFileSync(path, "utf8").replace(programUrl, (_, relative) => {
        const file = resolve(dirname(path), relative);
        if (file !== command && !programs.includes(file))
          throw new Error(`${path} starts ${file}, which bundle.mjs does not list`);
        return `new URL("./${nameOf(file)}.cjs", import.meta.url)`;
      });
      return { contents };
    });
  },
};

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
  logLevel: "warning",
};

async function bundle() {
  const entry = [
    `exports.main = () => import("./lockstep.js").then(({ lockstep }) => lockstep());`,
    ...programs.map((file) => `exports["${nameOf(file)}"] = () => import(${JSON.stringify(file)});`),
  ];
  await build({
    ...options,
    stdin: { contents: entry.join("\n"), resolveDir: dist, sourcefile: "programs.js" },
    outfile: join(dist, "lockstep.cjs"),
    plugins: [programsBesideBundle],
    // What is native, or large and rarely used, stays where it is.
    external: ["libsql", "@tensorflow/*", "h5wasm", "h5wasm/*", "@grpc/proto-loader"],
  });
}

/** Files that start the programs. @param {string} folder @param {string} starter @param {string} call */
async function writeStarters(folder, starter, call) {
  const outfile = join(folder, `${starter}.cjs`);
  await build({ ...options, entryPoints: [join(dist, "bundle", `${starter}.js`)], outfile });
  for (const file of [command, ...programs]) {
    const text = `require("./${starter}.cjs").${call}("${nameOf(file)}");\n`;
    writeFileSync(join(folder, `${nameOf(file)}.cjs`), text);
  }
}

/** Smallest job that goes through what every training goes through. */
const job = {
  data: { train: { random: { sequences: 8, timeSteps: 2, features: 1 } } },
  model: {
    layers: [
      { type: "LSTM", units: 2 },
      { type: "Dense", units: 1, activation: "sigmoid" },
    ],
  },
  loss: "binary_crossentropy",
  metrics: ["accuracy"],
  fit: { epochs: 2, batchSize: 4 },
};

/** Without the options that the environment gives to `lockstep`. @param {NodeJS.ProcessEnv} env */
function withoutOptions(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("LOCKSTEP_")));
}

/** Has a cluster train whose programs keep what was compiled for them. @throws Error where it cannot */
async function recordCode() {
  // As far below the package as the bundle is, so that it finds the same.
  const folder = mkdtempSync(join(here, "recording-"));
  try {
    copyFileSync(join(dist, "lockstep.cjs"), join(folder, "lockstep.cjs"));
    await writeStarters(folder, "record-code", "recordProgram");
    const jobFile = join(folder, "job.json");
    writeFileSync(jobFile, JSON.stringify(job));
    const args = ["run", jobFile, "--workers", "1", "--data-dir", join(folder, "data")];
    const { status, stderr } = spawnSync(process.execPath, [join(folder, "main.cjs"), ...args], {
      encoding: "utf8",
      env: withoutOptions(process.env),
    });
    if (status !== 0) throw new Error(`lockstep ${args.join(" ")} ended with ${status}:\n${stderr}`);
    for (const file of readdirSync(folder).filter((name) => name.endsWith(".cache")))
      copyFileSync(join(folder, file), join(dist, file));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Compiled code of another bundle must never be found beside this one.
for (const file of readdirSync(dist).filter((name) => name.endsWith(".cache"))) rmSync(join(dist, file));
await bundle();
await writeStarters(dist, "start-program", "startProgram");
await recordCode();
