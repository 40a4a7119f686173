import { SafetensorsError } from "./safetensors-error.js";
import { elementBytes, elementCount, isDtype } from "./tensor.js";
import type { Dtype } from "./tensor.js";

/** Bytes before the header: its length as a little-endian 64-bit number. */
export const headerStart = 8;

/** Longest header, as the format's reference implementation has it. */
const maxHeaderBytes = 100_000_000;

/** A tensor as the header describes it; offsets count from the end of the header. */
export interface HeaderEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  readonly metadata: Readonly<Record<string, string>>;
  readonly entries: readonly HeaderEntry[];
  /** Where tensor data begin, in the file. */
  readonly dataStart: number;
}

/**
 * Reads and checks the header.
 * @throws SafetensorsError
 */
export function parseHeader(bytes: Uint8Array): Header {
  const dataStart = headerStart + headerLength(bytes);
  const header = parseJson(bytes.subarray(headerStart, dataStart));
  const { __metadata__: metadata, ...tensors } = header;
  const entries = Object.entries(tensors).map(([name, value]) => parseEntry(name, value));
  checkLayout(entries, bytes.byteLength - dataStart);
  return { metadata: parseMetadata(metadata), entries, dataStart };
}

function headerLength(bytes: Uint8Array): number {
  if (bytes.byteLength < headerStart) {
    throw new SafetensorsError(`expected at least ${headerStart} bytes, got ${bytes.byteLength}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  const most = Math.min(bytes.byteLength - headerStart, maxHeaderBytes);
  if (length > BigInt(most)) {
    throw new SafetensorsError(
      `header: expected at most ${most} bytes, got a length of ${length.toString()}`,
    );
  }
  return Number(length);
}

function parseJson(bytes: Uint8Array): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new SafetensorsError("header: expected JSON in UTF-8", { cause: error });
  }
  if (!isRecord(header)) throw new SafetensorsError("header: expected a JSON object");
  return header;
}

function parseMetadata(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!isRecord(value)) throw new SafetensorsError("__metadata__: expected an object of texts");
  const texts = Object.entries(value).map(([key, text]): [string, string] => {
    if (typeof text === "string") return [key, text];
    throw new SafetensorsError(`__metadata__.${key}: expected a text, got ${show(text)}`);
  });
  return Object.fromEntries(texts);
}

function parseEntry(name: string, value: unknown): HeaderEntry {
  const refuse = (field: string, expected: string, got: unknown) =>
    new SafetensorsError(`tensor ${name}: ${field}: expected ${expected}, got ${show(got)}`);
  if (!isRecord(value)) throw refuse("description", "an object", value);
  const { dtype, shape, data_offsets: offsets } = value;
  if (!isDtype(dtype)) throw refuse("dtype", `one of ${Object.keys(elementBytes).join(", ")}`, dtype);
  if (!isCounts(shape)) throw refuse("shape", "a list of whole numbers", shape);
  if (!isCounts(offsets)) throw refuse("data_offsets", "two whole numbers", offsets);
  const [begin, end, ...more] = offsets;
  if (begin === undefined || end === undefined || more.length > 0) {
    throw refuse("data_offsets", "two whole numbers", offsets);
  }
  const size = elementCount(shape) * elementBytes[dtype];
  if (end - begin !== size)
    throw refuse("data_offsets", `${size} bytes for shape (${shape.join(", ")})`, end - begin);
  return { name, dtype, shape, begin, end };
}

/** Tensors must lie one after the other, from the first byte of data to the last. */
function checkLayout(entries: readonly HeaderEntry[], dataLength: number): void {
  const sorted = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let position = 0;
  for (const { name, begin, end } of sorted) {
    if (begin !== position) {
      throw new SafetensorsError(
        `tensor ${name}: data_offsets: expected to begin at ${position}, got ${begin}`,
      );
    }
    position = end;
  }
  if (position !== dataLength) {
    throw new SafetensorsError(`expected ${position} bytes of data after the header, got ${dataLength}`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && (item as number) >= 0);
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, 100);
}
