import { DataError } from "../data-error.js";
import type { NpyHeader } from "./npy-header.js";

const largestFloat32 = (2 - 2 ** -23) * 2 ** 127;

/**
 * The elements of a `.npy` array as float32, in C order.
 * @param data exactly the elements' bytes
 * @throws DataError that names the first element that is NaN, infinite or beyond float32
 */
export function npyValues(header: NpyHeader, data: Uint8Array): Float32Array {
  const { dtype, elements } = header;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const values = new Float32Array(elements);
  const sourceIndex = header.fortranOrder ? fortranIndices(header.shape) : undefined;
  for (let index = 0; index < elements; index += 1) {
    const value = dtype.read(view, (sourceIndex?.() ?? index) * dtype.bytes);
    values[index] = value;
    // One test catches NaN, infinities and overflow alike.
    if (!(Math.abs(value) <= largestFloat32)) throw badValue(header.shape, index, value);
  }
  return values;
}

function badValue(shape: readonly number[], index: number, value: number): DataError {
  const kind = Number.isFinite(value) ? "a number that float32 can hold" : "a finite number";
  return new DataError(
    "DATA_INVALID",
    `expected ${kind} at [${indices(shape, index).join(", ")}], got ${value}`,
  );
}

/** Index by axis of the element at a place in C order. */
function indices(shape: readonly number[], index: number): number[] {
  let rest = index;
  return shape
    .toReversed()
    .map((length) => {
      const along = rest % length;
      rest = Math.floor(rest / length);
      return along;
    })
    .toReversed();
}

/** Places in column-major order of the elements taken in C order, one a call. */
function fortranIndices(shape: readonly number[]): () => number {
  const strides = shape.map((_, axis) =>
    shape.slice(0, axis).reduce((product, length) => product * length, 1),
  );
  const position = shape.map(() => 0);
  let place = 0;
  return () => {
    const current = place;
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const stride = strides[axis] ?? 0;
      const next = (position[axis] ?? 0) + 1;
      if (next < (shape[axis] ?? 0)) {
        position[axis] = next;
        place += stride;
        break;
      }
      position[axis] = 0;
      place -= (next - 1) * stride;
    }
    return current;
  };
}
