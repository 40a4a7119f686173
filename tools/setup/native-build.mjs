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

/** @param {string} root @returns {string} the addon that is loaded in a checkout */
export const builtAddon = (root) => join(nativePackage(root), "build", "Release", "lockstep_native.node");

/** @param {string} root */
export const buildLogOf = (root) => join(workFolder(root), "native-build.log");

/** @param {string} root @returns {Promise<void>} @throws {Unavailable} where it cannot be compiled here */
export async function compileNative(root) {
  needCompiler("the native kernels");
  const nodeGyp = findNodeGyp();
  if (nodeGyp === undefined)
    throw new Unavailable("node-gyp, which comes with npm, is not there", "Install npm");
  // Of two that compile in one folder, either would see the other's halves.
  const lock = await acquireLock(join(workFolder(root), "native-build.lock"));
  try {
    await unlessCutShort(root, () => runNodeGyp(root, nodeGyp));
  } finally {
    lock.release();
  }
}

/**
 * A compiler that was killed leaves a half of an object file, which is newer than its sources and so would stay: what an
 * interrupted build made is not built upon.
 * @param {string} root @param {() => Promise<void>} build
 */
async function unlessCutShort(root, build) {
  const underWay = join(workFolder(root), "native-build-under-way");
  if (existsSync(underWay)) removeBuild(root);
  writeFileSync(underWay, "");
  try {
    await build();
  } finally {
    rmSync(underWay);
  }
}

/** @param {string} root */
const removeBuild = (root) => rmSync(join(nativePackage(root), "build"), { recursive: true, force: true });

/** @param {string} root @param {string} nodeGyp */
async function runNodeGyp(root, nodeGyp) {
  const logFile = buildLogOf(root);
  // Configured each time, for sources that came or went; make then compiles what is older than what it is made of.
  const outcome = await runCaptured(process.execPath, [nodeGyp, "configure", "build"], {
    cwd: nativePackage(root),
    // Past a file that fails too: then everything that is wrong is said at once.
    env: environment({ ...gypSettings(), MAKEFLAGS: "k" }),
    logFile,
  });
  if (outcome.code === 0 && existsSync(builtAddon(root))) return;
  if (outcome.signal !== null) removeBuild(root);
  throw new Unavailable(
    `compiling the native kernels failed (${firstError(logFile) ?? sayOutcome(outcome)})`,
    `Mend what the compiler says in ${logFile}`,
  );
}

/** What the compiler said, the successes left out. @param {string} root */
export const compilerOutput = (root) =>
  excerptOf(buildLogOf(root), /^$|^gyp (info|verb)|^make: |^ {2}(CXX|COPY|TOUCH)/);
