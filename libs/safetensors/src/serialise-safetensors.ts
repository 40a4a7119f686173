import { SafetensorsError } from "./safetensors-error.js";
import { safetensorsLayout } from "./safetensors-layout.js";
import { elementCount } from "./tensor.js";
import type { SafetensorsFile, Tensor } from "./tensor.js";

/**
 * Writes a safetensors file, as {@link safetensorsLayout} has it.
 * @throws SafetensorsError where a shape does not fit its data
 */
export function serialiseSafetensors({ metadata, tensors }: SafetensorsFile): Uint8Array {
  for (const [name, tensor] of tensors) checkTensor(name, tensor);
  const { head, begins, byteLength } = safetensorsLayout(metadata, tensors);
  const bytes = new Uint8Array(byteLength);
  bytes.set(head);
  for (const [name, { data }] of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), begins.get(name));
  }
  return bytes;
}

function checkTensor(name: string, tensor: Tensor): void {
  const count = elementCount(tensor.shape);
  if (tensor.data.length === count) return;
  const shape = `(${tensor.shape.join(", ")})`;
  throw new SafetensorsError(
    `tensor ${name}: expected ${count} elements for shape ${shape}, got ${tensor.data.length}`,
  );
}
