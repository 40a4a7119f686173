import { existsSync, mkdirSync, readdirSync, realpathSync, statSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { manifestOf, publish, temporaryFolder } from "./cache.mjs";
import { digestOf } from "./stamp.mjs";
import { Unavailable } from "./unavailable.mjs";

/**
 * libtensorflow from the folder LOCKSTEP_LIBTENSORFLOW: either `lib/` and `include/`, as the C library is packed, or as
 * the Python package has it (`libtensorflow_cc.so.2` beside `include/`, possibly beneath `tensorflow/`).
 */

const mainLibrary = /^libtensorflow(_cc)?(\.so(\.\d+)*|(\.\d+)*\.dylib)$/;
const frameworkLibrary = /^libtensorflow_framework(\.so(\.\d+)*|(\.\d+)*\.dylib)$/;
const header = join("tensorflow", "c", "c_api.h");

/** @typedef {{ main: string, framework: string, include: string }} Parts files and a folder, with their real paths */

/**
 * @param {string} cache @param {string} named the value of LOCKSTEP_LIBTENSORFLOW
 * @returns {Promise<{ id: string, entry: string }>}
 */
export async function libtensorflowFromFolder(cache, named) {
  const parts = findParts(resolve(named));
  const id = `folder-${identityOf(parts)}`;
  const entry = join(cache, "libtensorflow", id);
  if (manifestOf(entry) === undefined) {
    const folder = temporaryFolder(cache, "libtensorflow");
    linkParts(parts, folder);
    await publish(folder, entry, { source: named });
  }
  return { id, entry };
}

/** @param {string} named @returns {Parts} */
export function findParts(named) {
  const found = layoutsOf(named).map(({ libraries, include }) => ({
    main: fileIn(libraries, mainLibrary),
    framework: fileIn(libraries, frameworkLibrary),
    include: existsSync(join(include, header)) ? realpathSync(include) : undefined,
  }));
  const parts = found.find(({ main, framework, include }) => main && framework && include);
  if (parts === undefined) throw incomplete(named, found);
  return /** @type {Parts} */ (parts);
}

/** @param {string} named */
function layoutsOf(named) {
  return [
    { libraries: join(named, "lib"), include: join(named, "include") },
    { libraries: named, include: join(named, "include") },
    { libraries: join(named, "tensorflow"), include: join(named, "tensorflow", "include") },
  ];
}

/** The shortest fitting name is the one the linker looks for. @param {string} folder @param {RegExp} pattern */
function fileIn(folder, pattern) {
  if (!existsSync(folder)) return undefined;
  const name = readdirSync(folder)
    .filter((entry) => pattern.test(entry))
    .sort((a, b) => a.length - b.length)[0];
  const file = name === undefined ? undefined : join(folder, name);
  return file !== undefined && existsSync(file) ? realpathSync(file) : undefined;
}

/** @param {string} named @param {Partial<Parts>[]} found */
function incomplete(named, found) {
  const fix =
    "Point LOCKSTEP_LIBTENSORFLOW at a folder with lib/libtensorflow.so, lib/libtensorflow_framework.so and include/tensorflow/c/c_api.h, or unset it";
  if (!existsSync(named))
    return new Unavailable(`LOCKSTEP_LIBTENSORFLOW names ${named}, which doesn't exist`, fix);
  const count = (/** @type {Partial<Parts>} */ parts) => Object.values(parts).filter(Boolean).length;
  const best = found.reduce((a, b) => (count(b) > count(a) ? b : a));
  const missing = [
    ...(best.main ? [] : ["libtensorflow.so (or libtensorflow_cc.so.2)"]),
    ...(best.framework ? [] : ["libtensorflow_framework.so (or .so.2)"]),
    ...(best.include ? [] : [`include/${header}`]),
  ];
  return new Unavailable(`LOCKSTEP_LIBTENSORFLOW names ${named}, which lacks ${missing.join(", ")}`, fix);
}

/** Other files, other identity: it keys the addon that is linked against them. @param {Parts} parts */
function identityOf(parts) {
  const facts = [parts.main, parts.framework].map((file) => {
    const { size, mtimeMs } = statSync(file);
    return `${file} ${size} ${mtimeMs}`;
  });
  return digestOf(...facts, parts.include).slice(0, 16);
}

/** Under each name that the linker (.so) or the loader (the SONAME) may look for. @param {Parts} parts @param {string} folder */
function linkParts(parts, folder) {
  mkdirSync(join(folder, "lib"));
  for (const name of libraryNames) symlinkSync(parts.main, join(folder, "lib", name));
  for (const name of frameworkNames) symlinkSync(parts.framework, join(folder, "lib", name));
  symlinkSync(parts.include, join(folder, "include"));
}

export const libraryNames =
  process.platform === "darwin"
    ? ["libtensorflow.dylib", "libtensorflow.2.dylib", "libtensorflow_cc.2.dylib"]
    : ["libtensorflow.so", "libtensorflow.so.2", "libtensorflow_cc.so.2"];
export const frameworkNames =
  process.platform === "darwin"
    ? ["libtensorflow_framework.dylib", "libtensorflow_framework.2.dylib"]
    : ["libtensorflow_framework.so", "libtensorflow_framework.so.2"];
