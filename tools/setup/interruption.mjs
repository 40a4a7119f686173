import { constants } from "node:os";
import { endRunningPrograms } from "./captured-process.mjs";

const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/**
 * While `work` runs, a signal ends it at once: its programs first, then `tidy`, then this process with 128 + n.
 * @template T @param {() => void} tidy @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function endingOnSignals(tidy, work) {
  /** @param {NodeJS.Signals} signal */
  const end = (signal) => {
    endRunningPrograms();
    tidy();
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of signals) process.once(signal, end);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.removeListener(signal, end);
  }
}
