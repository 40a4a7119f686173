import { DataError } from "../data-error.js";
import { maxValues } from "../max-values.js";
import { ByteReader } from "./byte-reader.js";
import { NpyConversion } from "./npy-conversion.js";
import { readNpyHeader } from "./read-npy-header.js";

/** Bytes converted at a time: whole elements of every type. Beside the values no more than this is held. */
const blockBytes = 1 << 16;

/** An array of numbers in C order. */
export interface NumberArray {
  readonly shape: readonly number[];
  /** Finite. */
  readonly values: Float32Array;
}

/**
 * Reads a `.npy` array from a stream of bytes, converting as they come.
 * @param totalBytes length of the stream as its container has it: checked against the header before any memory is
 *   taken for the elements
 * @throws DataError, also where it would be more than a data set in memory may have
 */
export async function readNpyStream(
  chunks: AsyncIterable<Uint8Array>,
  totalBytes: number,
): Promise<NumberArray> {
  const reader = new ByteReader(chunks);
  const { header } = await readNpyHeader(reader, totalBytes);
  if (header.elements > maxValues) {
    const got = `${header.elements} in shape (${header.shape.join(", ")})`;
    throw new DataError("DATA_INVALID", `expected at most ${maxValues} values in memory, got ${got}`);
  }
  const conversion = new NpyConversion(header);
  let left = header.elements * header.dtype.bytes;
  while (left > 0) {
    const block = await reader.take(Math.min(left, blockBytes));
    conversion.add(block);
    left -= block.length;
  }
  await reader.end();
  return { shape: header.shape, values: conversion.values };
}
