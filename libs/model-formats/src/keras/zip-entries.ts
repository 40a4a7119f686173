import { openPromise, type Entry, type ZipFile } from "yauzl";
import { FormatError } from "../format-error.js";

/** Largest size of each kind of part, unpacked: what a header says is not believed. */
export interface EntryLimit {
  readonly name: string;
  readonly maxBytes: number;
}

/**
 * Unpacks some entries of a zip file.
 * @returns their bytes by name; an entry that is not there is missing
 * @throws FormatError where the file is no zip, is damaged, or an entry is larger than it may be
 */
export async function readZipEntries(
  path: string,
  wanted: readonly EntryLimit[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const archive = await open(path);
  try {
    const found = new Map<string, Uint8Array>();
    for (const entry of await entriesOf(archive, path)) {
      const limit = wanted.find(({ name }) => name === entry.fileName);
      if (limit) found.set(limit.name, await unpack(archive, entry, limit, path));
    }
    return found;
  } finally {
    archive.close();
  }
}

async function open(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { autoClose: false });
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError("FORMAT_INVALID", `${path}: expected a zip archive: ${got}`, { cause });
  }
}

async function entriesOf(archive: ZipFile, path: string): Promise<Entry[]> {
  try {
    const entries: Entry[] = [];
    for await (const entry of archive.eachEntry()) entries.push(entry);
    return entries;
  } catch (cause) {
    throw new FormatError("FORMAT_INVALID", `${path}: damaged archive: ${String(cause)}`, { cause });
  }
}

async function unpack(
  archive: ZipFile,
  entry: Entry,
  { name, maxBytes }: EntryLimit,
  path: string,
): Promise<Uint8Array> {
  const refuse = (got: number | string) =>
    new FormatError("FORMAT_INVALID", `${path}: ${name}: expected at most ${maxBytes} bytes, got ${got}`);
  if (entry.uncompressedSize > maxBytes) throw refuse(entry.uncompressedSize);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of await archive.openReadStreamPromise(entry)) {
      size += (chunk as Buffer).length;
      if (size > maxBytes) throw refuse("more");
      chunks.push(chunk as Buffer);
    }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw new FormatError("FORMAT_INVALID", `${path}: ${name}: damaged: ${String(cause)}`, { cause });
  }
  return Buffer.concat(chunks);
}
