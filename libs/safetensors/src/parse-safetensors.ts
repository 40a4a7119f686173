import { parseHeader } from "./header.js";
import { SafetensorsError } from "./safetensors-error.js";
import { tensorOver } from "./tensor.js";
import type { SafetensorsFile, Tensor } from "./tensor.js";

/**
 * Reads a whole safetensors file; tensors are copies. Element values are not checked, but that booleans are 0 or 1.
 * @throws SafetensorsError that names the tensor and field, what was expected and what came
 */
export function parseSafetensors(bytes: Uint8Array): SafetensorsFile {
  const { metadata, entries, dataStart } = parseHeader(bytes);
  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    // Uint8Array.from and not slice: a Buffer's slice is a view of shared, unaligned memory.
    const copy = Uint8Array.from(bytes.subarray(dataStart + begin, dataStart + end));
    const tensor = tensorOver(dtype, shape, copy.buffer);
    checkBooleans(name, tensor);
    tensors.set(name, tensor);
  }
  return { metadata, tensors };
}

function checkBooleans(name: string, tensor: Tensor): void {
  if (tensor.dtype !== "BOOL") return;
  const index = tensor.data.findIndex((value) => value > 1);
  if (index < 0) return;
  throw new SafetensorsError(`tensor ${name}: expected 0 or 1 at ${index}, got ${tensor.data[index] ?? ""}`);
}
