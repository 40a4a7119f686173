import { createHash } from "node:crypto";
import {
  createReadStream,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { readJson, writeJson } from "./stamp.mjs";
import { Unavailable } from "./unavailable.mjs";

/**
 * What is too large or too slow to fetch for each checkout: libtensorflow and the compiled addon.
 * An entry is a folder; its manifest is written last, before one rename puts it in place, so that what is there is whole.
 */

/** @param {NodeJS.ProcessEnv} [env] @returns {string} */
export function cacheFolder(env = process.env) {
  return env.LOCKSTEP_CACHE_DIR || join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "lockstep");
}

const manifestName = "manifest.json";

/** @typedef {{ files: Record<string, { size: number, sha256?: string }>, [fact: string]: unknown }} Manifest */

/**
 * The manifest of an entry that is there and whole (all files, with their sizes), else undefined.
 * @param {string} entry @returns {Manifest | undefined}
 */
export function manifestOf(entry) {
  const manifest = readJson(join(entry, manifestName));
  if (manifest?.files === undefined) return undefined;
  const whole = Object.entries(manifest.files).every(
    ([name, file]) => sizeOf(join(entry, name)) === /** @type {{ size: number }} */ (file).size,
  );
  return whole ? manifest : undefined;
}

/** @param {string} file */
const sizeOf = (file) => statSync(file, { throwIfNoEntry: false })?.size;

/**
 * Makes `folder`, complete, the cache's `entry`.
 * @param {string} folder a temporary folder of this cache @param {string} entry @param {Record<string, unknown>} facts
 */
export async function publish(folder, entry, facts) {
  const files = await describeFiles(folder);
  writeJson(join(folder, manifestName), { ...facts, files });
  mkdirSync(dirname(entry), { recursive: true });
  rmSync(entry, { recursive: true, force: true });
  renameSync(folder, entry);
}

/** @param {string} folder @returns {Promise<Manifest["files"]>} */
async function describeFiles(folder) {
  /** @type {Manifest["files"]} */
  const files = {};
  for (const path of filesBeneath(folder)) {
    const name = relative(folder, path).split(sep).join("/");
    // A link's target is described under its own name, or is not ours to describe.
    const linked = lstatSync(path).isSymbolicLink();
    files[name] = { size: statSync(path).size, ...(!linked && { sha256: await sha256Of(path) }) };
  }
  return files;
}

/** @param {string} folder @returns {string[]} files and links to files; linked folders are not entered */
function filesBeneath(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBeneath(path);
    return statSync(path).isFile() ? [path] : [];
  });
}

/** @param {string} file */
async function sha256Of(file) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest("hex");
}

/** A new empty folder on the cache's own file system, so that `publish` is one rename. @param {string} cache @param {string} purpose */
export function temporaryFolder(cache, purpose) {
  const parent = join(cache, "tmp");
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, `${purpose}-`));
}

/** What interrupted set-ups left. Only for the holder of the cache's lock. @param {string} cache */
export const removeTemporaryFolders = (cache) => rmSync(join(cache, "tmp"), { recursive: true, force: true });

/** @param {string} cache @param {number} megabytes */
export function needSpace(cache, megabytes) {
  const { bavail, bsize } = statfsSync(cache);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free < megabytes)
    throw new Unavailable(
      `${cache} has ${free} MB free of the ${megabytes} MB needed`,
      "Free some space, or set LOCKSTEP_CACHE_DIR to a folder with more",
    );
}
