import { constants } from "node:fs";
import { access, realpath, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { CliError } from "./cli-error.js";

/** Where `--output` writes. */
export interface OutputFile {
  /** Absolute; of a link, what it leads to. */
  readonly path: string;
  /** A device or a pipe is written as it is; a file is replaced whole. */
  readonly replaces: boolean;
}

/** Looks whether `--output` can be written, before anything is computed for it. @throws {CliError} */
export async function openOutput(output: string, cwd: string): Promise<OutputFile> {
  const path = resolve(cwd, output);
  try {
    const found = await stat(path).catch(ignoreAbsence);
    if (found?.isDirectory()) throw new Error("expected a file, got a folder");
    if (found && !found.isFile()) return { path, replaces: false };
    const target = found ? await realpath(path) : path;
    await access(dirname(target), constants.W_OK | constants.X_OK);
    return { path: target, replaces: true };
  } catch (cause) {
    throw new CliError("usage", `--output ${output}: cannot be written: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function ignoreAbsence(error: NodeJS.ErrnoException): undefined {
  if (error.code !== "ENOENT") throw error;
}

/** Writes all, or leaves what was there. @throws {CliError} */
export async function writeOutput({ path, replaces }: OutputFile, bytes: Uint8Array): Promise<void> {
  const { writeFileAtomically } = await import("@lockstep/checkpoint");
  const write = replaces ? writeFileAtomically : writeFile;
  try {
    await write(path, bytes);
  } catch (cause) {
    throw new CliError("failed", `--output ${(cause as Error).message}`, { cause });
  }
}
