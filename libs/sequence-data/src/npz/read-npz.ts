import { crc32 } from "node:zlib";
import { suggestion } from "@lockstep/job";
import { openPromise } from "yauzl";
import type { Entry, ZipFile } from "yauzl";
import { DataError } from "../data-error.js";
import { ByteReader } from "../npy/byte-reader.js";
import type { NpyHeader } from "../npy/npy-header.js";
import { readNpyHeader } from "../npy/read-npy-header.js";
import { readNpyStream } from "../npy/read-npy-stream.js";
import type { NumberArray } from "../npy/read-npy-stream.js";

/**
 * Reads some arrays of a NumPy archive; of the others only the names are looked at.
 * @param check sees the headers in the order of `names`, and may throw, before any array's elements are read
 * @returns the arrays in the order of `names`
 * @throws DataError that names the file and array, what was expected and what came
 */
export async function readNpz(
  path: string,
  names: readonly string[],
  check: (headers: readonly NpyHeader[]) => void,
): Promise<NumberArray[]> {
  const archive = await openArchive(path);
  try {
    const entries = await listEntries(archive, path);
    const wanted = names.map((name) => ({
      archive,
      entry: findEntry(entries, name, path),
      place: `${path}: array ${name}`,
    }));
    check(await eachInTurn(wanted, (array) => readEntry(array, readNpyHeaderOf)));
    return await eachInTurn(wanted, (array) => readEntry(array, readNpyStream));
  } finally {
    archive.close();
  }
}

/** An array's entry, and how errors speak of it. */
interface WantedArray {
  readonly archive: ZipFile;
  readonly entry: Entry;
  readonly place: string;
}

async function eachInTurn<From, To>(
  items: readonly From[],
  read: (item: From) => Promise<To>,
): Promise<To[]> {
  const results: To[] = [];
  for (const item of items) results.push(await read(item));
  return results;
}

function readNpyHeaderOf(chunks: AsyncIterable<Uint8Array>, totalBytes: number): Promise<NpyHeader> {
  return readNpyHeader(new ByteReader(chunks), totalBytes);
}

async function openArchive(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false });
  } catch (error) {
    if (isSystemError(error)) {
      throw new DataError("DATA_UNREADABLE", `${path}: cannot be read: ${error.message}`, { cause: error });
    }
    const message = `${path}: expected a NumPy archive (.npz), got a file that is none or is truncated`;
    throw new DataError("DATA_INVALID", `${message}: ${String(error)}`, { cause: error });
  }
}

/** Entries by array name: that of the file in the archive without `.npy`. */
async function listEntries(archive: ZipFile, path: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of archive.eachEntry()) entries.set(entry.fileName.replace(/\.npy$/, ""), entry);
  } catch (error) {
    throw new DataError("DATA_INVALID", `${path}: damaged archive: ${String(error)}`, { cause: error });
  }
  return entries;
}

function findEntry(entries: ReadonlyMap<string, Entry>, name: string, path: string): Entry {
  const entry = entries.get(name);
  if (entry !== undefined) return entry;
  const there = [...entries.keys()];
  const listed = there.length === 0 ? "none" : there.slice(0, 20).join(", ");
  throw new DataError(
    "DATA_INVALID",
    `${path}: no array ${name}; there: ${listed}${suggestion(name, there)}`,
  );
}

async function readEntry<Read>(
  { archive, entry, place }: WantedArray,
  read: (chunks: AsyncIterable<Uint8Array>, totalBytes: number) => Promise<Read>,
): Promise<Read> {
  try {
    if (!entry.canDecodeFileData()) {
      const method = entry.isEncrypted() ? "encryption" : `compression method ${entry.compressionMethod}`;
      throw new DataError("DATA_INVALID", `expected stored or deflated data, got ${method}`);
    }
    const stream = await archive.openReadStreamPromise(entry);
    try {
      return await read(checkedChunks(stream, entry), entry.uncompressedSize);
    } finally {
      stream.destroy();
    }
  } catch (error) {
    throw placed(error, place);
  }
}

/** Hands chunks on, and at the end compares their checksum with the archive's. */
async function* checkedChunks(stream: AsyncIterable<Uint8Array>, entry: Entry): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  for await (const chunk of stream) {
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (checksum === entry.crc32) return;
  throw new DataError("DATA_INVALID", `damaged: expected checksum ${hex(entry.crc32)}, got ${hex(checksum)}`);
}

/** The error with file and array before it; what the archive's reader threw becomes a DataError. */
function placed(error: unknown, place: string): DataError {
  if (error instanceof DataError)
    return new DataError(error.code, `${place}: ${error.message}`, { cause: error });
  if (error instanceof RangeError) {
    return new DataError("DATA_UNREADABLE", `${place}: too large for this machine: ${error.message}`, {
      cause: error,
    });
  }
  return new DataError("DATA_INVALID", `${place}: damaged: ${String(error)}`, { cause: error });
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}
