import { headerStart } from "./header.js";
import { SafetensorsError } from "./safetensors-error.js";
import { elementBytes, elementCount } from "./tensor.js";
import type { Dtype } from "./tensor.js";

/** Tensor data begin at a multiple of this, so that they can be used in place. */
const alignment = 8;

/** A tensor without its values. */
export interface TensorShape {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
}

/** Where everything lies in a file that is written. */
export interface SafetensorsLayout {
  /** The file's first bytes: the header's length and the header. */
  readonly head: Uint8Array;
  /** First byte of each tensor, in the file. */
  readonly begins: ReadonlyMap<string, number>;
  /** Of the whole file. */
  readonly byteLength: number;
}

/**
 * How a file is written. The header names tensors in the map's order; data lie by falling element size, so that every
 * tensor is aligned. Equal contents in equal order give equal bytes.
 * @throws SafetensorsError
 */
export function safetensorsLayout(
  metadata: Readonly<Record<string, string>>,
  tensors: ReadonlyMap<string, TensorShape>,
): SafetensorsLayout {
  if (tensors.has("__metadata__")) throw new SafetensorsError("tensor __metadata__: expected another name");
  const places = placeTensors(tensors);
  const header = new TextEncoder().encode(headerText(metadata, tensors, places.begins));
  const dataStart = headerStart + header.byteLength;
  const head = new Uint8Array(dataStart);
  new DataView(head.buffer).setBigUint64(0, BigInt(header.byteLength), true);
  head.set(header, headerStart);
  const begins = new Map([...places.begins].map(([name, begin]) => [name, dataStart + begin]));
  return { head, begins, byteLength: dataStart + places.dataLength };
}

/** First byte of each tensor, from the end of the header, and the length of all. */
function placeTensors(tensors: ReadonlyMap<string, TensorShape>): {
  begins: Map<string, number>;
  dataLength: number;
} {
  const bySize = [...tensors].sort(([, a], [, b]) => elementBytes[b.dtype] - elementBytes[a.dtype]);
  let dataLength = 0;
  const begins = new Map<string, number>();
  for (const [name, tensor] of bySize) {
    begins.set(name, dataLength);
    dataLength += byteLength(tensor);
  }
  return { begins, dataLength };
}

function byteLength({ dtype, shape }: TensorShape): number {
  return elementCount(shape) * elementBytes[dtype];
}

/** The header's JSON, padded with spaces; built entry by entry, as an object would reorder names that are numbers. */
function headerText(
  metadata: Readonly<Record<string, string>>,
  tensors: ReadonlyMap<string, TensorShape>,
  begins: ReadonlyMap<string, number>,
): string {
  const entry = (name: string, value: unknown) => `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  const entries = [...tensors].map(([name, tensor]) => {
    const begin = begins.get(name) ?? 0;
    const { dtype, shape } = tensor;
    return entry(name, { dtype, shape, data_offsets: [begin, begin + byteLength(tensor)] });
  });
  const hasMetadata = Object.keys(metadata).length > 0;
  const text = `{${[...(hasMetadata ? [entry("__metadata__", metadata)] : []), ...entries].join(",")}}`;
  const length = new TextEncoder().encode(text).byteLength;
  return text + " ".repeat((alignment - (length % alignment)) % alignment);
}
