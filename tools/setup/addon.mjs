import { copyFileSync, existsSync, mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { manifestOf, publish, temporaryFolder } from "./cache.mjs";
import { runCaptured, sayOutcome, tailOf } from "./captured-process.mjs";
import { environment, findNpm, findProgram, findPrograms } from "./programs.mjs";
import { aloud } from "./spoken-step.mjs";
import { copyBuildFiles } from "./tfjs-node-package.mjs";
import { nativePlatform } from "./platform.mjs";
import { Unavailable } from "./unavailable.mjs";

/** @typedef {import("./tfjs-node-package.mjs").TfjsNode} TfjsNode @typedef {import("./libtensorflow-wheel.mjs").Place} Place */

/**
 * tfjs-node's addon, compiled against a libtensorflow; from the cache when that was done before. Node-API keeps it good
 * for every version of Node.js that has the same Node-API version.
 * @param {Place} place @param {TfjsNode} tfjsNode @param {string} nodeModules @param {{ id: string, entry: string }} libtensorflow
 * @returns {Promise<string>} a folder with tfjs_binding.node
 */
export async function provideAddon(place, tfjsNode, nodeModules, libtensorflow) {
  const entry = join(
    place.cache,
    "tfjs-addon",
    `${tfjsNode.version}-napi${tfjsNode.napi}-${libtensorflow.id}-${nativePlatform()}`,
  );
  if (manifestOf(entry) !== undefined) return entry;
  needCompiler();
  const folder = temporaryFolder(place.cache, "addon");
  try {
    await aloud(place.log, "compiling tfjs-node's addon", () =>
      compile(folder, place, tfjsNode, nodeModules, libtensorflow.entry),
    );
    const made = join(folder, "made");
    mkdirSync(made);
    copyFileSync(
      join(folder, "lib", `napi-v${tfjsNode.napi}`, "tfjs_binding.node"),
      join(made, "tfjs_binding.node"),
    );
    await publish(made, entry, {
      tfjsNode: tfjsNode.version,
      napi: tfjsNode.napi,
      libtensorflow: libtensorflow.id,
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return entry;
}

/** The tools node-gyp needs. @returns {Record<string, string | undefined>} the program found under each name */
export function compilerTools() {
  return {
    python3: process.env.PYTHON ?? findProgram("python3", "python"),
    make: process.env.MAKE ?? findProgram("make", "gmake"),
    "g++": process.env.CXX ?? findProgram("g++", "c++", "clang++"),
  };
}

function needCompiler() {
  if (process.platform === "win32") return;
  const missing = Object.entries(compilerTools())
    .filter(([, program]) => program === undefined)
    .map(([name]) => name);
  if (missing.length === 0) return;
  throw new Unavailable(
    `compiling tfjs-node's addon needs ${missing.join(" and ")}, which ${missing.length === 1 ? "is" : "are"} not installed`,
    `Install ${missing.join(" and ")} (on Debian: apt install python3 make g++)`,
  );
}

/** @param {string} folder @param {Place} place @param {TfjsNode} tfjsNode @param {string} nodeModules @param {string} libtensorflow */
async function compile(folder, { logs }, tfjsNode, nodeModules, libtensorflow) {
  copyBuildFiles(tfjsNode, folder);
  symlinkSync(libtensorflow, join(folder, "deps"), "junction");
  const logFile = join(logs, "tfjs-addon-build.log");
  const program = join(nodeModules, "@mapbox", "node-pre-gyp", "bin", "node-pre-gyp");
  const outcome = await runCaptured(process.execPath, [program, "install", "--build-from-source"], {
    cwd: folder,
    env: environment(gypSettings()),
    logFile,
  });
  if (outcome.code === 0) return;
  throw new Unavailable(
    `compiling tfjs-node's addon failed (${firstError(logFile) ?? sayOutcome(outcome)})`,
    `Mend what the compiler says in ${logFile}`,
  );
}

/** node-gyp's settings: Node.js's headers from this machine rather than from the network, and a node-gyp even where npm isn't beside node. */
function gypSettings() {
  const headers = findHeaders();
  const gyp = process.env.npm_config_node_gyp ?? findNodeGyp();
  return {
    npm_config_jobs: "max",
    ...(headers && { npm_config_nodedir: headers }),
    ...(gyp && { npm_config_node_gyp: gyp }),
  };
}

/**
 * A folder with include/node: of the Node.js that runs us, else of any other here, as Node-API's headers are the same for
 * the version we compile for.
 * @returns {string | undefined}
 */
function findHeaders() {
  const prefixes = [
    process.execPath,
    realpathSync(process.execPath),
    ...findPrograms("node").map((file) => realpathSync(file)),
  ].map((file) => dirname(dirname(file)));
  return [...prefixes, "/usr", "/usr/local"].find((prefix) =>
    ["node_api.h", "common.gypi"].every((name) => existsSync(join(prefix, "include", "node", name))),
  );
}

/** @returns {string | undefined} */
function findNodeGyp() {
  const npm = findNpm();
  if (npm === undefined) return undefined;
  return [join(npm, "node_modules"), dirname(npm)]
    .map((folder) => join(folder, "node-gyp", "bin", "node-gyp.js"))
    .find((file) => existsSync(file));
}

/** @param {string} logFile */
const firstError = (logFile) =>
  tailOf(logFile, 500)
    .split("\n")
    .find((line) => /\berror\b[: ]|gyp ERR! stack Error/i.test(line))
    ?.trim()
    .slice(0, 200);
