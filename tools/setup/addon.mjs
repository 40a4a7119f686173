import { copyFileSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { manifestOf, publish, temporaryFolder } from "./cache.mjs";
import { runCaptured, sayOutcome } from "./captured-process.mjs";
import { firstError, gypSettings, needCompiler } from "./node-gyp.mjs";
import { environment } from "./programs.mjs";
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
  needCompiler("tfjs-node's addon");
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
