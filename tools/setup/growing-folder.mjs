import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** The sizes of all files beneath a folder into which another program writes: what vanishes meanwhile is left out. @param {string} folder @returns {number[]} bytes */
export function fileSizesBeneath(folder) {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return fileSizesBeneath(path);
    return entry.isFile() ? [statSync(path, { throwIfNoEntry: false })?.size ?? 0] : [];
  });
}

/** @param {string} folder */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return [];
    throw error;
  }
}
