import { constants } from "node:fs";
import { access, mkdir, realpath, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { CliError } from "../cli-error.js";
import { nearestExisting } from "../nearest-existing.js";

/**
 * Makes the folder of `--data-dir`, before anything is computed that would be lost with it.
 * @returns its absolute path
 * @throws {CliError} where it cannot be made or written
 */
export async function makeDataDir(dataDir: string, cwd: string): Promise<string> {
  const path = resolve(cwd, dataDir);
  try {
    await makeWritable(path);
    return path;
  } catch (cause) {
    throw new CliError("usage", `--data-dir ${dataDir}: ${(cause as Error).message}`, { cause });
  }
}

async function makeWritable(path: string): Promise<void> {
  const nearest = await realpath(await nearestExisting(path));
  // Node 20 never returns from making a folder below these.
  if (/^\/(proc|sys)(\/|$)/.test(nearest)) throw new Error(`nothing can be kept below ${nearest}`);
  if (!(await stat(nearest)).isDirectory()) throw new Error(`${nearest} is no folder`);
  await access(nearest, constants.W_OK | constants.X_OK);
  await mkdir(path, { recursive: true });
}

/** The absolute path of `--data-root`. @throws {CliError} where it is no folder */
export async function findDataRoot(dataRoot: string, cwd: string): Promise<string> {
  const path = resolve(cwd, dataRoot);
  try {
    if ((await stat(path)).isDirectory()) return path;
  } catch (cause) {
    const reason = (cause as Error).message;
    throw new CliError("usage", `--data-root ${dataRoot}: expected a folder: ${reason}`, { cause });
  }
  throw new CliError("usage", `--data-root ${dataRoot}: expected a folder, got a file`);
}
