import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { access, lstat, mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { CliError, type CliErrorCode } from "../cli-error.js";

/**
 * Looks whether a folder can be made, before anything is computed for it.
 * @returns its absolute path
 * @throws {CliError} where there is something already, or nothing can be made there
 */
export async function openFolder(output: string, cwd: string): Promise<string> {
  const path = resolve(cwd, output);
  await inCliErrors("usage", output, async () => {
    if (await isThere(path)) throw new Error("expected nothing there yet, got a file or folder of that name");
    await access(dirname(path), constants.W_OK | constants.X_OK);
  });
  return path;
}

/** Makes a folder with files: all of them, or nothing. @throws {CliError} */
export async function writeFolder(path: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  const { writeFileAtomically } = await import("@lockstep/checkpoint");
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  await inCliErrors("failed", path, async () => {
    try {
      await mkdir(temporary);
      for (const [name, bytes] of files) await writeFileAtomically(join(temporary, name), bytes);
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { recursive: true, force: true });
      throw error;
    }
  });
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

async function inCliErrors(code: CliErrorCode, output: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (cause) {
    throw new CliError(code, `--output ${output}: cannot be written: ${(cause as Error).message}`, {
      cause,
    });
  }
}
