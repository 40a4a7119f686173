import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { manifestOf, needSpace, publish, temporaryFolder } from "./cache.mjs";
import { runCaptured, sayOutcome, tailOf } from "./captured-process.mjs";
import { fileSizesBeneath } from "./growing-folder.mjs";
import { environment } from "./programs.mjs";
import { aloud } from "./spoken-step.mjs";
import { readJson, writeJson } from "./stamp.mjs";
import { copyBuildFiles } from "./tfjs-node-package.mjs";
import { nativePlatform } from "./platform.mjs";
import { Unavailable } from "./unavailable.mjs";

/**
 * libtensorflow by tfjs-node's own installer, which fetches libtensorflow 2.9.1 and a ready addon from a host that many
 * networks refuse. It runs in a copy of the package, so that whatever becomes of it leaves the package as it was.
 */

const dayMs = 24 * 60 * 60 * 1000;
const secondsToFirstByte = 12;
/** Between the two downloads, or while a compiler works instead of the second, nothing arrives. */
const secondsOfSilence = 90;
const neededMegabytes = 500;

/** @typedef {import("./tfjs-node-package.mjs").TfjsNode} TfjsNode @typedef {import("./libtensorflow-wheel.mjs").Place} Place */
/** @typedef {{ id: string, entry: string, addon: string }} Installed */

/** @param {string} cache @param {TfjsNode} tfjsNode @returns {Installed} */
function entriesIn(cache, tfjsNode) {
  const id = `installer-${tfjsNode.version}-${process.platform}-${process.arch}`;
  return {
    id,
    entry: join(cache, "libtensorflow", id),
    addon: join(cache, "tfjs-addon", `${tfjsNode.version}-${id}-${nativePlatform()}`),
  };
}

/** @param {string} cache */
const refusalFile = (cache) => join(cache, "installer-refused.json");

/** @param {string} cache @param {TfjsNode} tfjsNode @returns {Installed | undefined} */
export function installedInCache(cache, tfjsNode) {
  const entries = entriesIn(cache, tfjsNode);
  return manifestOf(entries.entry) && manifestOf(entries.addon) ? entries : undefined;
}

/**
 * @param {Place} place @param {TfjsNode} tfjsNode @param {string} nodeModules
 * @param {{ retry: boolean }} options @returns {Promise<Installed>}
 */
export async function libtensorflowFromInstaller(place, tfjsNode, nodeModules, { retry }) {
  const refused = readJson(refusalFile(place.cache));
  if (!retry && refused !== undefined && Math.abs(Date.now() - Date.parse(refused.at)) < dayMs) {
    throw new Unavailable(refused.reason, "Set LOCKSTEP_SETUP_RETRY=1 to try that host again today");
  }
  needSpace(place.cache, neededMegabytes);
  try {
    return await install(place, tfjsNode, nodeModules);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    // Remembered, so that each new checkout of the day isn't kept waiting for the same answer.
    writeJson(refusalFile(place.cache), { at: new Date().toISOString(), reason: error.message });
    throw error;
  }
}

/** @param {Place} place @param {TfjsNode} tfjsNode @param {string} nodeModules @returns {Promise<Installed>} */
async function install(place, tfjsNode, nodeModules) {
  const entries = entriesIn(place.cache, tfjsNode);
  const folder = temporaryFolder(place.cache, "installer");
  copyBuildFiles(tfjsNode, folder);
  await aloud(place.log, "trying tfjs-node's own download of libtensorflow", async ({ progress }) => {
    progress(() => `${Math.floor(bytesIn(folder) / 1e6)} MB`);
    await runInstaller(folder, nodeModules, join(place.logs, "tfjs-node-install.log"));
    await publishParts(folder, entries, tfjsNode);
  }).catch((error) => {
    if (error instanceof Unavailable) place.log(`${error.message}`);
    throw error;
  });
  rmSync(folder, { recursive: true, force: true });
  return entries;
}

/** @param {string} folder @param {string} nodeModules @param {string} logFile */
async function runInstaller(folder, nodeModules, logFile) {
  // The copy stands outside of node_modules: NODE_PATH and PATH lead its scripts back to what they need.
  const path = [join(nodeModules, ".bin"), process.env.PATH].join(delimiter);
  const env = environment({
    NODE_PATH: nodeModules,
    PATH: [dirname(process.execPath), path].join(delimiter),
  });
  const outcome = await runCaptured(process.execPath, [join("scripts", "install.js")], {
    cwd: folder,
    env,
    logFile,
    giveUp: silenceWatch(folder),
  });
  const complete = existsSync(join(folder, "deps", "lib")) && existsSync(join(folder, "lib"));
  if (outcome.code === 0 && complete) return;
  throw new Unavailable(
    `tfjs-node's own download failed: ${explain(tailOf(logFile, 60)) ?? sayOutcome(outcome)}`,
    `Allow that host, or use another way (its output is in ${logFile})`,
  );
}

/** The reasons met in the field, in plain words. @param {string} output @returns {string | undefined} */
export function explain(output) {
  if (/ENOTFOUND|EAI_AGAIN/.test(output)) return "its host's name can't be looked up";
  if (/ECONNREFUSED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ECONNRESET/.test(output))
    return "its host can't be reached";
  if (/TAR_BAD_ARCHIVE|Unrecognized archive format|zlib/.test(output))
    return "its host refused, or sent something else";
  return undefined;
}

/** Gives up when nothing has come for too long. @param {string} folder @returns {() => string | undefined} asked each second */
function silenceWatch(folder) {
  const initial = bytesIn(folder);
  let last = initial;
  let silentSeconds = 0;
  return () => {
    const bytes = bytesIn(folder);
    silentSeconds = bytes === last ? silentSeconds + 1 : 0;
    last = bytes;
    const limit = bytes === initial ? secondsToFirstByte : secondsOfSilence;
    return silentSeconds >= limit ? `nothing came within ${limit} s` : undefined;
  };
}

/** @param {string} folder */
const bytesIn = (folder) => fileSizesBeneath(folder).reduce((sum, bytes) => sum + bytes, 0);

/** @param {string} folder @param {Installed} entries @param {TfjsNode} tfjsNode */
async function publishParts(folder, entries, tfjsNode) {
  const addon = join(folder, "lib", `napi-v${tfjsNode.napi}`);
  if (!existsSync(join(addon, "tfjs_binding.node")))
    throw new Unavailable("tfjs-node's own download brought no addon", "Use another way");
  const copy = join(dirname(folder), `addon-of-${process.pid}`);
  mkdirSync(copy, { recursive: true });
  cpSync(addon, copy, { recursive: true, dereference: true });
  await publish(copy, entries.addon, { tfjsNode: tfjsNode.version, source: "installer" });
  const deps = `${folder}-deps`;
  renameSync(join(folder, "deps"), deps);
  await publish(deps, entries.entry, { source: "installer" });
}
