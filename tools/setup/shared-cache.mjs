import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder, removeTemporaryFolders } from "./cache.mjs";
import { acquireLock } from "./lock-file.mjs";
import { Unavailable } from "./unavailable.mjs";

/** The cache's folder can't be made: never fatal, as Unavailable is. */
export class CacheUnusable extends Unavailable {}

/**
 * Works in the cache that all checkouts share, as the only one; what it leaves unfinished there is removed.
 * @template T @param {(line: string) => void} log @param {(cache: string) => Promise<T>} work @returns {Promise<T>}
 * @throws {CacheUnusable} where the cache can't be made
 */
export async function inSharedCache(log, work) {
  const cache = openCache();
  const lock = await acquireLock(join(cache, "set-up.lock"), {
    onWait: ({ pid }) =>
      log(`waiting for the set-up of another checkout (process ${pid}), which fills ${cache}`),
  });
  const leave = () => {
    tidy(cache);
    lock.release();
  };
  // A signal ends the process without coming back here.
  process.once("exit", leave);
  try {
    removeTemporaryFolders(cache);
    return await work(cache);
  } finally {
    process.removeListener("exit", leave);
    leave();
  }
}

/** @param {string} cache */
function tidy(cache) {
  try {
    removeTemporaryFolders(cache);
  } catch {
    // A program that is just being ended may still write there: the next set-up removes what is left.
  }
}

/** @returns {string} the cache's folder, made if need be */
function openCache() {
  const cache = cacheFolder();
  try {
    mkdirSync(cache, { recursive: true });
    return cache;
  } catch (error) {
    throw new CacheUnusable(
      `the cache can't be made (${/** @type {Error} */ (error).message})`,
      "Set LOCKSTEP_CACHE_DIR to a folder that can be written",
      error,
    );
  }
}

/** Whether a cache can't be used as it is: a full disk, a read-only home. @param {unknown} error */
export const isFileTrouble = (error) =>
  ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"].includes(
    /** @type {NodeJS.ErrnoException} */ (error).code ?? "",
  );
