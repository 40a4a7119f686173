import { randomUUID } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { writeError } from "./checkpoint-error.js";
import type { Disk } from "./disk.js";
import { nodeDisk } from "./node-disk.js";

/**
 * Writes a whole file such that, whatever happens, the path has either all of the old bytes or all of the new ones:
 * a temporary file in the same folder, flushed, renamed, the folder flushed. The folder must exist.
 * @throws CheckpointError; the temporary file is removed
 */
export async function writeFileAtomically(
  path: string,
  bytes: Uint8Array,
  disk: Disk = nodeDisk,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  await replaceFile({ path, temporary, bytes }, disk);
}

export interface Replacement {
  readonly path: string;
  /** A name in the same folder that nobody else uses. */
  readonly temporary: string;
  readonly bytes: Uint8Array;
}

/** As {@link writeFileAtomically}. */
export async function replaceFile({ path, temporary, bytes }: Replacement, disk: Disk): Promise<void> {
  try {
    await disk.write(temporary, bytes);
    await disk.flush(temporary);
    await disk.rename(temporary, path);
    await disk.flushFolder(dirname(path));
  } catch (error) {
    const failure = writeError(path, error);
    await disk.remove(temporary).catch((cause: unknown) => {
      failure.message += `; ${temporary} is left over: ${(cause as Error).message}`;
    });
    throw failure;
  }
}
