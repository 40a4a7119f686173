import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { cacheFolder } from "./cache.mjs";
import { runCaptured, sayOutcome, tailOf } from "./captured-process.mjs";
import { stampFolder, thisCheckout, workFolder } from "./checkout.mjs";
import { builtAddon, compileNative, compilerOutput, nativePackage } from "./native-build.mjs";
import { keepAddon, takeAddon } from "./native-cache.mjs";
import { nativeFingerprint } from "./native-fingerprint.mjs";
import { compilerTools } from "./node-gyp.mjs";
import { mayTryAgain } from "./refusal.mjs";
import { CacheUnusable, inSharedCache, isFileTrouble } from "./shared-cache.mjs";
import { aloud } from "./spoken-step.mjs";
import { digestOf, readJson, writeJson } from "./stamp.mjs";
import { Unavailable } from "./unavailable.mjs";

/**
 * The `native` backend's addon: from the cache where equal sources were compiled before, else compiled in the checkout.
 * What came of it is written to node_modules/.lockstep/native.json, for the backend, the tests and `doctor` to read.
 * Run by itself, this program compiles what changed and says what the compiler says.
 *
 * @typedef {{ available: boolean, numericsVersion?: string, instructionSets?: string[], bytes?: number, reason?: string, howToFix?: string, at: string, circumstances: string }} NativeReport
 * @typedef {(line: string) => void} Log
 */

const probe = fileURLToPath(new URL("native-probe.mjs", import.meta.url));

/** @param {string} root */
export const nativeReportFile = (root) => join(stampFolder(root), "native.json");

/** Whether there is nothing to do: it is there, or nothing has changed since it was found not to work. @param {string} root */
export function nativeIsSettled(root) {
  if (!existsSync(nativePackage(root))) return true;
  const report = /** @type {NativeReport | undefined} */ (readJson(nativeReportFile(root)));
  if (report === undefined) return false;
  const sameCircumstances = report.circumstances === whatDecides(nativeFingerprint(root), report.available);
  // One that was cut off would take every process with it that loads it.
  if (report.available) return sameCircumstances && report.bytes === sizeOf(builtAddon(root));
  return sameCircumstances && !mayTryAgain(report);
}

/** @param {string} file */
const sizeOf = (file) => statSync(file, { throwIfNoEntry: false })?.size;

/** Whether it is there and works. @param {string} root */
export function nativeIsAvailable(root) {
  const report = /** @type {NativeReport | undefined} */ (readJson(nativeReportFile(root)));
  return report?.available === true && nativeIsSettled(root);
}

/** What a report holds for. One that says no is also worth another try when a missing tool has come. @param {string} fingerprint @param {boolean} available */
function whatDecides(fingerprint, available) {
  if (available) return digestOf(fingerprint);
  const tools = Object.entries(compilerTools()).map(([name, program]) => `${name}=${program ?? ""}`);
  return digestOf(fingerprint, ...tools, cacheFolder());
}

/** Provides the addon, or says why not; never fatal. @param {string} root @param {Log} log @returns {Promise<void>} */
export async function provideNative(root, log) {
  const fingerprint = nativeFingerprint(root);
  /** @param {Partial<NativeReport> & { available: boolean }} outcome */
  const record = (outcome) =>
    writeJson(nativeReportFile(root), {
      ...outcome,
      at: new Date().toISOString(),
      circumstances: whatDecides(fingerprint, outcome.available),
    });
  try {
    await putAddonInPlace(root, fingerprint, log);
    const found = await whatLoads(root);
    record({ available: true, ...found, bytes: sizeOf(builtAddon(root)) });
    log(`the native backend is ready: kernels for ${found.instructionSets.join(", ")}`);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    // One of other sources would do other things than the JavaScript that calls it expects.
    rmSync(builtAddon(root), { force: true });
    const { message: reason, howToFix } = error;
    record({ available: false, reason, howToFix });
    log(`the native backend is not available, because ${reason}. ${howToFix}. Another backend will be used.`);
  }
}

/** @param {string} root @param {string} fingerprint @param {Log} log */
async function putAddonInPlace(root, fingerprint, log) {
  const compile = () => aloud(log, "compiling the native kernels", () => compileNative(root));
  try {
    await inSharedCache(log, async (cache) => {
      if (takeAddon(cache, fingerprint, builtAddon(root))) return;
      await compile();
      // Sources that changed meanwhile may or may not be in it.
      if (nativeFingerprint(root) === fingerprint) await keepAddon(cache, fingerprint, builtAddon(root));
    });
  } catch (error) {
    if (!(error instanceof CacheUnusable) && !isFileTrouble(error)) throw error;
    log(`${/** @type {Error} */ (error).message}: the native kernels are not kept for other checkouts`);
    await compile();
  }
}

/** Loads it in a process of its own: one that doesn't work here might end ours. @param {string} root @returns {Promise<{ numericsVersion: string, instructionSets: string[] }>} */
async function whatLoads(root) {
  const logFile = join(workFolder(root), "native-probe.log");
  const outcome = await runCaptured(process.execPath, [probe, builtAddon(root)], { logFile });
  const answer = outcome.code === 0 ? tailOf(logFile, 1) : "";
  if (answer.startsWith("{")) return JSON.parse(answer);
  throw new Unavailable(
    `the native kernels do not load: ${sayOutcome(outcome)}`,
    `See what was printed in ${logFile}`,
  );
}

/** @param {string} root @param {Log} log */
async function compileOrExplain(root, log) {
  try {
    await aloud(log, "compiling the native kernels", () => compileNative(root));
    return true;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    log(compilerOutput(root));
    log(`${error.message}. ${error.howToFix}.`);
    return false;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!(await compileOrExplain(thisCheckout, console.error))) process.exitCode = 1;
}
