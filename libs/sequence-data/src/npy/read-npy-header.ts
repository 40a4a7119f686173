import { DataError } from "../data-error.js";
import { maxValues } from "../max-values.js";
import type { ByteReader } from "./byte-reader.js";
import { fixedBytes, headerTextBytes, parseHeaderText, preambleBytes } from "./npy-header.js";
import type { NpyHeader } from "./npy-header.js";

/**
 * Reads a `.npy` header from the start of a stream, and no further.
 * @param totalBytes length of the whole stream as its container has it
 * @throws DataError, also where the elements would not fill the stream just so, or are more than a data set may have
 */
export async function readNpyHeader(reader: ByteReader, totalBytes: number): Promise<NpyHeader> {
  const preamble = await reader.take(preambleBytes);
  const fixedLength = fixedBytes(preamble);
  const fixed = new Uint8Array(fixedLength);
  fixed.set(preamble);
  fixed.set(await reader.take(fixedLength - preambleBytes), preambleBytes);
  const textLength = headerTextBytes(fixed);
  const header = parseHeaderText(new TextDecoder().decode(await reader.take(textLength)));
  checkSize(header, totalBytes - fixedLength - textLength);
  return header;
}

function checkSize({ dtype, shape, elements }: NpyHeader, given: number): void {
  const described = `shape (${shape.join(", ")}) of ${dtype.descr}`;
  if (elements > maxValues) {
    throw new DataError(
      "DATA_INVALID",
      `expected at most ${maxValues} values, got ${elements}: ${described}`,
    );
  }
  const needed = elements * dtype.bytes;
  if (needed !== given) {
    throw new DataError("DATA_INVALID", `expected ${needed} bytes for ${described}, got ${given}`);
  }
}
