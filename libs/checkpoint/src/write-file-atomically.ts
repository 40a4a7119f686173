import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CheckpointError } from "./checkpoint-error.js";

/**
 * Writes a whole file such that, whatever happens, the path has either all of the old bytes or all of the new ones:
 * a temporary file in the same folder, flushed, renamed, the folder flushed. The folder must exist.
 * @throws CheckpointError; the temporary file is removed
 */
export async function writeFileAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    await writeAndFlush(temporary, bytes);
    await rename(temporary, path);
    await flushFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    const reason = (error as Error).message;
    throw new CheckpointError("CHECKPOINT_UNWRITABLE", `${path}: cannot be written: ${reason}`, {
      cause: error,
    });
  }
}

async function writeAndFlush(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
