import { headerStart } from "./header.js";
import { SafetensorsError } from "./safetensors-error.js";
import { elementBytes, elementCount } from "./tensor.js";
import type { SafetensorsFile, Tensor } from "./tensor.js";

/** Tensor data begin at a multiple of this, so that they can be used in place. */
const alignment = 8;

/**
 * Writes a safetensors file. The header names tensors in the map's order; data lie by falling element size, so that
 * every tensor is aligned. Equal contents in equal order give equal bytes.
 * @throws SafetensorsError where a shape does not fit its data
 */
export function serialiseSafetensors({ metadata, tensors }: SafetensorsFile): Uint8Array {
  for (const [name, tensor] of tensors) checkTensor(name, tensor);
  const begins = placeTensors(tensors);
  const header = new TextEncoder().encode(headerText(metadata, tensors, begins));
  const dataStart = headerStart + header.byteLength;
  const dataLength = [...tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
  const bytes = new Uint8Array(dataStart + dataLength);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.byteLength), true);
  bytes.set(header, headerStart);
  for (const [name, { data }] of tensors) {
    const begin = dataStart + (begins.get(name) ?? 0);
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), begin);
  }
  return bytes;
}

function checkTensor(name: string, tensor: Tensor): void {
  if (name === "__metadata__") throw new SafetensorsError("tensor __metadata__: expected another name");
  const count = elementCount(tensor.shape);
  if (tensor.data.length === count) return;
  const shape = `(${tensor.shape.join(", ")})`;
  throw new SafetensorsError(
    `tensor ${name}: expected ${count} elements for shape ${shape}, got ${tensor.data.length}`,
  );
}

/** First byte of each tensor, from the end of the header. */
function placeTensors(tensors: ReadonlyMap<string, Tensor>): Map<string, number> {
  const bySize = [...tensors].sort(([, a], [, b]) => elementBytes[b.dtype] - elementBytes[a.dtype]);
  let position = 0;
  const begins = new Map<string, number>();
  for (const [name, { data }] of bySize) {
    begins.set(name, position);
    position += data.byteLength;
  }
  return begins;
}

/** The header's JSON, padded with spaces; built entry by entry, as an object would reorder names that are numbers. */
function headerText(
  metadata: Readonly<Record<string, string>>,
  tensors: ReadonlyMap<string, Tensor>,
  begins: ReadonlyMap<string, number>,
): string {
  const entry = (name: string, value: unknown) => `${JSON.stringify(name)}:${JSON.stringify(value)}`;
  const entries = [...tensors].map(([name, { dtype, shape, data }]) => {
    const begin = begins.get(name) ?? 0;
    return entry(name, { dtype, shape, data_offsets: [begin, begin + data.byteLength] });
  });
  const hasMetadata = Object.keys(metadata).length > 0;
  const text = `{${[...(hasMetadata ? [entry("__metadata__", metadata)] : []), ...entries].join(",")}}`;
  const length = new TextEncoder().encode(text).byteLength;
  return text + " ".repeat((alignment - (length % alignment)) % alignment);
}
