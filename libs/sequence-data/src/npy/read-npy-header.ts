import { DataError } from "../data-error.js";
import type { ByteReader } from "./byte-reader.js";
import { fixedBytes, headerTextBytes, parseHeaderText, preambleBytes } from "./npy-header.js";
import type { NpyHeader } from "./npy-header.js";

/** A header, and its own length in bytes: where the elements begin. */
export interface ReadHeader {
  readonly header: NpyHeader;
  readonly bytes: number;
}

/**
 * Reads a `.npy` header from the start of a stream, and no further.
 * @param totalBytes length of the whole stream as its container has it
 * @throws DataError, also where the elements would not fill the stream just so
 */
export async function readNpyHeader(reader: ByteReader, totalBytes: number): Promise<ReadHeader> {
  const preamble = await reader.take(preambleBytes);
  const fixedLength = fixedBytes(preamble);
  const fixed = new Uint8Array(fixedLength);
  fixed.set(preamble);
  fixed.set(await reader.take(fixedLength - preambleBytes), preambleBytes);
  const textLength = headerTextBytes(fixed);
  const header = parseHeaderText(new TextDecoder().decode(await reader.take(textLength)));
  checkSize(header, totalBytes - fixedLength - textLength);
  return { header, bytes: fixedLength + textLength };
}

function checkSize({ dtype, shape, elements }: NpyHeader, given: number): void {
  const needed = elements * dtype.bytes;
  if (needed === given) return;
  const described = `shape (${shape.join(", ")}) of ${dtype.descr}`;
  throw new DataError("DATA_INVALID", `expected ${needed} bytes for ${described}, got ${given}`);
}
