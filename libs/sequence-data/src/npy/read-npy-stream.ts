import { DataError } from "../data-error.js";
import { ByteReader } from "./byte-reader.js";
import { fixedBytes, headerTextBytes, parseHeaderText, preambleBytes } from "./npy-header.js";
import { npyValues } from "./npy-values.js";

/** Largest array, in bytes: what one buffer holds. */
const maxDataBytes = 2 ** 32 - 1;

/** An array of numbers in C order. */
export interface NumberArray {
  readonly shape: readonly number[];
  /** Finite. */
  readonly values: Float32Array;
}

/**
 * Reads a `.npy` array from a stream of bytes.
 * @param totalBytes length of the stream as its container has it: checked against the header before any memory is
 *   taken for the elements
 * @throws DataError
 */
export async function readNpyStream(
  chunks: AsyncIterable<Uint8Array>,
  totalBytes: number,
): Promise<NumberArray> {
  const reader = new ByteReader(chunks);
  const preamble = await reader.take(preambleBytes);
  const fixedLength = fixedBytes(preamble);
  const fixed = new Uint8Array(fixedLength);
  fixed.set(preamble);
  fixed.set(await reader.take(fixedLength - preambleBytes), preambleBytes);
  const textLength = headerTextBytes(fixed);
  const header = parseHeaderText(new TextDecoder().decode(await reader.take(textLength)));
  const dataBytes = header.elements * header.dtype.bytes;
  const given = totalBytes - fixedLength - textLength;
  if (dataBytes !== given || dataBytes > maxDataBytes) {
    const shape = `(${header.shape.join(", ")}) of ${header.dtype.descr}`;
    const limit = dataBytes > maxDataBytes ? `at most ${maxDataBytes} bytes` : `${dataBytes} bytes`;
    throw new DataError("DATA_INVALID", `expected ${limit} for shape ${shape}, got ${given}`);
  }
  const data = await reader.take(dataBytes);
  await reader.end();
  return { shape: header.shape, values: npyValues(header, data) };
}
