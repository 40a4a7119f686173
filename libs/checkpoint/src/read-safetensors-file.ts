import { readFile } from "node:fs/promises";
import { parseSafetensors } from "@lockstep/safetensors";
import type { SafetensorsFile } from "@lockstep/safetensors";
import { CheckpointError } from "./checkpoint-error.js";

/** Reads a safetensors file. @throws CheckpointError that names it */
export async function readSafetensorsFile(path: string): Promise<SafetensorsFile> {
  const bytes = await readBytes(path);
  try {
    return parseSafetensors(bytes);
  } catch (error) {
    const message = `${path}: expected a safetensors file: ${(error as Error).message}`;
    throw new CheckpointError("CHECKPOINT_INVALID", message, { cause: error });
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT")
      throw new CheckpointError("CHECKPOINT_NOT_FOUND", `${path}: no such file`, { cause: error });
    throw new CheckpointError("CHECKPOINT_UNREADABLE", `${path}: cannot be read: ${message}`, {
      cause: error,
    });
  }
}
