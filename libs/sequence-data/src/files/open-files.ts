import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { DataError } from "../data-error.js";

/** A file as it was when it was first looked at. */
export interface FileStamp {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Most files kept open; the one not read for longest is closed first. */
const maxOpenFiles = 16;

/** Descriptors by path, in the order of their last use. */
const descriptors = new Map<string, number>();

/** What identifies a file's contents from now on. @throws DataError where it cannot be read */
export function stampFile(path: string): FileStamp {
  const { size, mtimeMs } = reading(path, () => fstatSync(descriptorOf(path)));
  return { path, size, mtimeMs };
}

/**
 * Reads bytes at a position, all of them.
 * @throws DataError where the file cannot be read, is shorter, or is not the one that was stamped
 */
export function readBytesAt(file: FileStamp, position: number, into: Uint8Array): void {
  reading(file.path, () => {
    const descriptor = descriptorOf(file.path, file);
    let filled = 0;
    while (filled < into.length) {
      const got = readSync(descriptor, into, filled, into.length - filled, position + filled);
      if (got === 0) {
        const expected = `truncated: expected ${into.length} bytes at ${position}`;
        throw new DataError("DATA_INVALID", `${file.path}: ${expected}, got ${filled}`);
      }
      filled += got;
    }
  });
}

function descriptorOf(path: string, stamp?: FileStamp): number {
  const known = descriptors.get(path);
  if (known !== undefined && (!stamp || isUnchanged(known, stamp))) {
    descriptors.delete(path);
    descriptors.set(path, known);
    return known;
  }
  if (known !== undefined) closeFile(path);
  const opened = openSync(path, "r");
  descriptors.set(path, opened);
  const [longestUnread] = descriptors.keys();
  if (descriptors.size > maxOpenFiles && longestUnread !== undefined) closeFile(longestUnread);
  if (!stamp || isUnchanged(opened, stamp)) return opened;
  closeFile(path);
  throw new DataError("DATA_UNREADABLE", `${path}: expected the file as it was, got one changed since`);
}

function isUnchanged(descriptor: number, { size, mtimeMs }: FileStamp): boolean {
  const now = fstatSync(descriptor);
  return now.size === size && now.mtimeMs === mtimeMs;
}

function closeFile(path: string): void {
  const descriptor = descriptors.get(path);
  descriptors.delete(path);
  if (descriptor !== undefined) closeSync(descriptor);
}

function reading<Read>(path: string, read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    if (error instanceof DataError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const kind = code === "ENOENT" ? "DATA_NOT_FOUND" : "DATA_UNREADABLE";
    throw new DataError(kind, `${path}: cannot be read: ${message}`, { cause: error });
  }
}
