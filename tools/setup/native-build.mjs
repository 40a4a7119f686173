import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { excerptOf, runCaptured, sayOutcome } from "./captured-process.mjs";
import { workFolder } from "./checkout.mjs";
import { acquireLock } from "./lock-file.mjs";
import { findNodeGyp, firstError, gypSettings, needCompiler } from "./node-gyp.mjs";
import { environment } from "./programs.mjs";
import { Unavailable } from "./unavailable.mjs";

/** Compiling the native kernels in the checkout, by node-gyp: only what changed since the last time. */

/** @param {string} root */
export const nativePackage = (root) => join(root, "libs", "backend-native");

/**
 * A folder with the package's sources that is built, and what its logs and locks are called.
 * @typedef {{ name: string, folder: string, logs: string, arguments?: string[], env?: Record<string, string> }} Build
 */

/** @param {string} root @returns {Build} */
const buildInPlace = (root) => ({ name: "native", folder: nativePackage(root), logs: workFolder(root) });

/** @param {string} folder */
const addonIn = (folder) => join(folder, "build", "Release", "lockstep_native.node");

/** @param {string} root @returns {string} the addon that is loaded in a checkout */
export const builtAddon = (root) => addonIn(nativePackage(root));

/** @param {Build} build */
const logFileOf = (build) => join(build.logs, `${build.name}-build.log`);

/** In the checkout. @param {string} root @returns {Promise<string>} the addon @throws {Unavailable} where it cannot be compiled here */
export const compileNative = (root) => compileAddon(buildInPlace(root));

/** @param {Build} build @returns {Promise<string>} the addon @throws {Unavailable} where it cannot be compiled here */
export async function compileAddon(build) {
  needCompiler("the native kernels");
  const nodeGyp = findNodeGyp();
  if (nodeGyp === undefined)
    throw new Unavailable("node-gyp, which comes with npm, is not there", "Install npm");
  // Of two that compile in one folder, either would see the other's halves.
  const lock = await acquireLock(join(build.logs, `${build.name}-build.lock`));
  try {
    await unlessCutShort(build, () => runNodeGyp(build, nodeGyp));
    return addonIn(build.folder);
  } finally {
    lock.release();
  }
}

/**
 * A compiler that was killed leaves a half of an object file, which is newer than its sources and so would stay: what an
 * interrupted build made is not built upon.
 * @param {Build} build @param {() => Promise<void>} work
 */
async function unlessCutShort(build, work) {
  const underWay = join(build.logs, `${build.name}-build-under-way`);
  if (existsSync(underWay)) removeBuilt(build);
  writeFileSync(underWay, "");
  try {
    await work();
  } finally {
    rmSync(underWay);
  }
}

/** @param {Build} build */
const removeBuilt = ({ folder }) => rmSync(join(folder, "build"), { recursive: true, force: true });

/** @param {Build} build @param {string} nodeGyp */
async function runNodeGyp(build, nodeGyp) {
  const logFile = logFileOf(build);
  // Configured each time, for sources that came or went; make then compiles what is older than what it is made of.
  const arguments_ = [nodeGyp, "configure", "build", ...(build.arguments ?? [])];
  const outcome = await runCaptured(process.execPath, arguments_, {
    cwd: build.folder,
    // Past a file that fails too: then everything that is wrong is said at once.
    env: environment({ ...gypSettings(), MAKEFLAGS: "k", ...build.env }),
    logFile,
  });
  if (outcome.code === 0 && existsSync(addonIn(build.folder))) return;
  if (outcome.signal !== null) removeBuilt(build);
  throw new Unavailable(
    `compiling the native kernels failed (${firstError(logFile) ?? sayOutcome(outcome)})`,
    `Mend what the compiler says in ${logFile}`,
  );
}

/** What the compiler said, the successes left out. @param {string} root */
export const compilerOutput = (root) =>
  excerptOf(logFileOf(buildInPlace(root)), /^$|^gyp (info|verb)|^make: |^ {2}(CXX|COPY|TOUCH)/);
