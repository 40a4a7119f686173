import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { manifestOf, publish, temporaryFolder } from "./cache.mjs";
import { nativePlatform } from "./platform.mjs";

/** Addons of the native kernels in the cache, by the fingerprint of what they are made of. */

/** Who works on the kernels makes a new one with each change. */
const keptAddons = 16;

/** @param {string} cache */
const folderOf = (cache) => join(cache, "native-addon");

/** @param {string} cache @param {string} fingerprint */
const entryOf = (cache, fingerprint) =>
  join(folderOf(cache), `${fingerprint.slice(0, 32)}-${nativePlatform()}`);

/**
 * Puts the addon in its place, by a rename: a process that runs may have loaded the one that is there.
 * @param {string} cache @param {string} fingerprint @param {string} target @returns {boolean} false where the cache has none
 */
export function takeAddon(cache, fingerprint, target) {
  const entry = entryOf(cache, fingerprint);
  if (manifestOf(entry) === undefined) return false;
  mkdirSync(dirname(target), { recursive: true });
  copyFileSync(join(entry, basename(target)), `${target}.new`);
  renameSync(`${target}.new`, target);
  return true;
}

/** @param {string} cache @param {string} fingerprint @param {string} addon */
export async function keepAddon(cache, fingerprint, addon) {
  const folder = temporaryFolder(cache, "native");
  copyFileSync(addon, join(folder, basename(addon)));
  await publish(folder, entryOf(cache, fingerprint), { platform: nativePlatform() });
  removeOldest(folderOf(cache));
}

/** @param {string} folder */
function removeOldest(folder) {
  const entries = readdirSync(folder).map((name) => join(folder, name));
  const age = new Map(entries.map((entry) => [entry, statSync(entry).mtimeMs]));
  const newestFirst = entries.sort((a, b) => Number(age.get(b)) - Number(age.get(a)));
  for (const entry of newestFirst.slice(keptAddons)) rmSync(entry, { recursive: true, force: true });
}
