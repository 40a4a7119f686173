import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, isBuilt } from "./build.mjs";
import { thisCheckout, workFolder } from "./checkout.mjs";
import { endingOnSignals } from "./interruption.mjs";
import { acquireLock } from "./lock-file.mjs";
import { nativeIsAvailable, nativeIsSettled, provideNative } from "./native.mjs";
import { checkNodeVersion } from "./node-version.mjs";
import { installPackages, packagesAreInstalled } from "./packages.mjs";
import { SetupFailure } from "./setup-failure.mjs";
import { provideTensorflow, tensorflowIsSettled } from "./tensorflow.mjs";

/**
 * Everything a fresh clone needs before its first command: packages, the native kernels, the build; and libtensorflow, a
 * few hundred megabytes, where there are no native kernels or where it is asked for. Each is done once, said aloud while it
 * is done, and silent afterwards.
 *
 * @typedef {(line: string) => void} Log
 * @typedef {{ isDone: (root: string) => boolean, run: (root: string, log: Log) => Promise<void> }} Step
 */

/** Each needs those before it. @param {boolean} withTensorflow @returns {Step[]} */
const stepsOf = (withTensorflow) => [
  { isDone: packagesAreInstalled, run: installPackages },
  { isDone: nativeIsSettled, run: provideNative },
  {
    isDone: (root) => (!withTensorflow && nativeIsAvailable(root)) || tensorflowIsSettled(root),
    run: provideTensorflow,
  },
  { isDone: isBuilt, run: build },
];

/** @type {Log} */
const logToStderr = (line) => void process.stderr.write(`${line}\n`.replace(/^(?=.)/gm, "set-up: "));

/**
 * Does what hasn't been done yet. A signal ends the process.
 * @param {{ root?: string, log?: Log, withTensorflow?: boolean }} [options] @returns {Promise<void>} @throws {SetupFailure}
 */
export async function setUp({ root = thisCheckout, log = logToStderr, withTensorflow = false } = {}) {
  checkNodeVersion(root);
  const steps = stepsOf(withTensorflow);
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

/**
 * Sets up; on failure says which step, why and what to do.
 * @param {{ withTensorflow?: boolean }} [options] @returns {Promise<boolean>} whether all went well
 */
export async function setUpOrExplain(options = {}) {
  const log = logToStderr;
  try {
    await setUp({ ...options, log });
    return true;
  } catch (error) {
    if (!(error instanceof SetupFailure)) throw error;
    log(error.message);
    log(error.whatToDo);
    return false;
  }
}

const flag = "--with-tensorflow";

/** As a program: `node setup.mjs [--with-tensorflow]`. */
async function main() {
  const unknown = process.argv.slice(2).find((argument) => argument !== flag);
  if (unknown !== undefined) {
    logToStderr(`expected ${flag} or nothing, got ${unknown}`);
    process.exitCode = 2;
  } else if (!(await setUpOrExplain({ withTensorflow: process.argv.includes(flag) }))) {
    process.exitCode = 1;
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
