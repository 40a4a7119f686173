import { crc32 } from "node:zlib";
import { suggestion } from "@lockstep/job";
import { openPromise } from "yauzl";
import type { Entry, ZipFile } from "yauzl";
import { DataError, invalidData } from "../data-error.js";
import { stampFile } from "../files/open-files.js";
import type { FileStamp } from "../files/open-files.js";
import { ByteReader } from "../npy/byte-reader.js";
import type { ReadHeader } from "../npy/read-npy-header.js";
import { readNpyHeader } from "../npy/read-npy-header.js";
import { readNpyStream } from "../npy/read-npy-stream.js";
import { isRowMajor, placedError } from "../npy/stored-array.js";
import type { StoredArray } from "../npy/stored-array.js";

/** Most arrays in an archive: what has more is none of NumPy's. */
const maxEntries = 10_000;

/** An array that unpacks to more than this, and to so many times its packed size, is a bomb and no data. */
const bombBytes = 256 * 1024 * 1024;
const bombRatio = 200;

/** Compression method of an entry that lies in the archive as it is. */
const storedMethod = 0;

/** Arrays of a NumPy archive; of those that are not asked for only the names are looked at. */
export class NpzArchive {
  private constructor(
    private readonly file: FileStamp,
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws DataError where it is no archive, or a damaged one */
  static async open(path: string): Promise<NpzArchive> {
    const file = stampFile(path);
    const zip = await openZip(path);
    try {
      return new NpzArchive(file, zip, await listEntries(zip, path));
    } catch (error) {
      zip.close();
      throw error;
    }
  }

  close(): void {
    this.zip.close();
  }

  /**
   * An array's header, and the way to its elements, which may be gone while the archive is open.
   * @throws DataError that names the file and array, what was expected and what came
   */
  async array(name: string): Promise<StoredArray> {
    const entry = findEntry(this.entries, name, this.file.path);
    const place = `${this.file.path}: array ${name}`;
    refuseBomb(entry, place);
    const { header, bytes } = await this.readEntry(entry, place, readHeader);
    const isPositional = entry.compressionMethod === storedMethod && isRowMajor(header);
    const begin = isPositional ? await this.dataBegin(entry, place) : 0;
    const location = { file: this.file, place, offset: begin + bytes, descr: header.dtype.descr };
    return {
      header,
      place,
      ...(isPositional ? { location } : {}),
      read: async () => (await this.readEntry(entry, place, readNpyStream)).values,
    };
  }

  private async dataBegin(entry: Entry, place: string): Promise<number> {
    try {
      return (await this.zip.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart;
    } catch (error) {
      throw placedError(error, place);
    }
  }

  private async readEntry<Read>(
    entry: Entry,
    place: string,
    read: (chunks: AsyncIterable<Uint8Array>, totalBytes: number) => Promise<Read>,
  ): Promise<Read> {
    try {
      if (!entry.canDecodeFileData()) {
        const method = entry.isEncrypted() ? "encryption" : `compression method ${entry.compressionMethod}`;
        throw new DataError("DATA_INVALID", `expected stored or deflated data, got ${method}`);
      }
      const stream = await this.zip.openReadStreamPromise(entry);
      try {
        return await read(checkedChunks(stream, entry), entry.uncompressedSize);
      } finally {
        stream.destroy();
      }
    } catch (error) {
      throw placedError(error, place);
    }
  }
}

function refuseBomb({ compressedSize, uncompressedSize }: Entry, place: string): void {
  if (uncompressedSize <= bombBytes || uncompressedSize <= bombRatio * compressedSize) return;
  throw invalidData(
    place,
    `expected at most ${bombRatio} times its ${compressedSize} bytes in the archive, got ${uncompressedSize}: save the arrays uncompressed (numpy.savez)`,
  );
}

function readHeader(chunks: AsyncIterable<Uint8Array>, totalBytes: number): Promise<ReadHeader> {
  return readNpyHeader(new ByteReader(chunks), totalBytes);
}

async function openZip(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false });
  } catch (error) {
    if (error instanceof Error && "syscall" in error) {
      throw new DataError("DATA_UNREADABLE", `${path}: cannot be read: ${error.message}`, { cause: error });
    }
    const message = `${path}: expected a NumPy archive (.npz), got a file that is none or is truncated`;
    throw new DataError("DATA_INVALID", `${message}: ${String(error)}`, { cause: error });
  }
}

/** Entries by array name: that of the file in the archive without `.npy`. */
async function listEntries(zip: ZipFile, path: string): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  if (zip.entryCount > maxEntries) {
    const message = `${path}: expected an archive of at most ${maxEntries} arrays, got ${zip.entryCount}`;
    throw new DataError("DATA_INVALID", message);
  }
  try {
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName.replace(/\.npy$/, ""), entry);
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

function hex(value: number): string {
  return value.toString(16).padStart(8, "0");
}
