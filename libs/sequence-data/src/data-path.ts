import { realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { DataError } from "./data-error.js";

/**
 * The real path of a data file.
 * @param path as the job has it; relative to `baseDir`
 * @param dataRoot folder that files must lie in, symbolic links followed; without it any file will do
 * @throws DataError where there is no such regular file, or it lies outside
 */
export async function resolveDataPath(path: string, baseDir: string, dataRoot?: string): Promise<string> {
  const asked = resolve(baseDir, path);
  const real = await realPathOf(asked);
  if (dataRoot !== undefined) {
    const root = (await realPathOf(dataRoot)) ?? resolve(dataRoot);
    // Outside the root, whether a file is there is not told.
    const isInside =
      real === undefined ? isWithin(asked, root) || isWithin(asked, resolve(dataRoot)) : isWithin(real, root);
    if (!isInside)
      throw new DataError("DATA_OUTSIDE_ROOT", `${path}: expected a file in ${dataRoot}, got ${asked}`);
  }
  if (real === undefined) {
    const where = asked === path ? "" : `: ${asked}`;
    throw new DataError("DATA_NOT_FOUND", `${path}: no such file${where}`);
  }
  if (!(await stat(real)).isFile())
    throw new DataError("DATA_UNREADABLE", `${path}: expected a file, got ${asked}`);
  return real;
}

async function realPathOf(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new DataError("DATA_UNREADABLE", `${path}: cannot be read: ${message}`, { cause: error });
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
