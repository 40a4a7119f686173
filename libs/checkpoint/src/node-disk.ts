import { mkdir, open, readdir, rename, rm, type FileHandle } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Disk } from "./disk.js";

/** The machine's own file system. Names of folders are not flushed on Windows, which has no such thing. */
export const nodeDisk: Disk = {
  async list(folder) {
    try {
      return await readdir(folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
      throw error;
    }
  },

  async read(path) {
    const file = await open(path, "r");
    try {
      return await readWhole(file);
    } finally {
      await file.close();
    }
  },

  async write(path, bytes) {
    const file = await open(path, "wx");
    try {
      await file.writeFile(bytes);
    } finally {
      await file.close();
    }
  },

  flush: (path) => synchronise(path, "r+"),

  rename: (from, to) => rename(from, to),

  async flushFolder(path) {
    if (process.platform !== "win32") await synchronise(path, "r");
  },

  remove: (path) => rm(path, { force: true }),

  async makeFolder(path) {
    const first = await mkdir(path, { recursive: true });
    if (first === undefined) return;
    // A folder's name is in the folder above it, from the one that was made last up to the first that was there.
    const highest = dirname(resolve(first));
    for (let above = dirname(resolve(path)); ; above = dirname(above)) {
      await nodeDisk.flushFolder(above);
      if (above === highest) return;
    }
  },
};

async function synchronise(path: string, flags: string): Promise<void> {
  const file = await open(path, flags);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Piece by piece, as `readFile` refuses what has 2 GiB or more. */
async function readWhole(file: FileHandle): Promise<Uint8Array> {
  const bytes = new Uint8Array((await file.stat()).size);
  for (let at = 0; at < bytes.byteLength;) {
    const { bytesRead } = await file.read(bytes, at, Math.min(readBytes, bytes.byteLength - at), at);
    if (bytesRead === 0) return bytes.subarray(0, at);
    at += bytesRead;
  }
  return bytes;
}

const readBytes = 16 * 2 ** 20;
