import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, isBuilt } from "./build.mjs";
import { thisCheckout, workFolder } from "./checkout.mjs";
import { endingOnSignals } from "./interruption.mjs";
import { acquireLock } from "./lock-file.mjs";
import { nativeIsSettled, provideNative } from "./native.mjs";
import { checkNodeVersion } from "./node-version.mjs";
import { installPackages, packagesAreInstalled } from "./packages.mjs";
import { SetupFailure } from "./setup-failure.mjs";
import { provideTensorflow, tensorflowIsSettled } from "./tensorflow.mjs";

/**
 * Everything a fresh clone needs before its first command: packages, the native kernels, libtensorflow, the build. Each is
 * done once, said aloud while it is done, and silent afterwards.
 *
 * @typedef {(line: string) => void} Log
 * @typedef {{ isDone: (root: string) => boolean, run: (root: string, log: Log) => Promise<void> }} Step
 */

/** @type {Step[]} each needs those before it */
const steps = [
  { isDone: packagesAreInstalled, run: installPackages },
  { isDone: nativeIsSettled, run: provideNative },
  { isDone: tensorflowIsSettled, run: provideTensorflow },
  { isDone: isBuilt, run: build },
];

/** @type {Log} */
const logToStderr = (line) => void process.stderr.write(`${line}\n`.replace(/^(?=.)/gm, "set-up: "));

/**
 * Does what hasn't been done yet. A signal ends the process.
 * @param {{ root?: string, log?: Log }} [options] @returns {Promise<void>} @throws {SetupFailure}
 */
export async function setUp({ root = thisCheckout, log = logToStderr } = {}) {
  checkNodeVersion(root);
  if (steps.every((step) => step.isDone(root))) return;
  /** @type {import("./lock-file.mjs").Lock | undefined} */
  let lock;
  await endingOnSignals(
    () => lock?.release(),
    async () => {
      lock = await acquireLock(join(workFolder(root), "lock"), {
        onWait: ({ pid }) =>
          log(`waiting for the set-up that runs in this checkout already (process ${pid})`),
      });
      try {
        for (const step of steps) if (!step.isDone(root)) await step.run(root, log);
      } finally {
        lock.release();
      }
    },
  );
}

/** Sets up; on failure says which step, why and what to do. @param {Log} [log] @returns {Promise<boolean>} whether all went well */
export async function setUpOrExplain(log = logToStderr) {
  try {
    await setUp({ log });
    return true;
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    log(error.message);
    log(error.whatToDo);
    return false;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (!(await setUpOrExplain())) process.exitCode = 1;
}
