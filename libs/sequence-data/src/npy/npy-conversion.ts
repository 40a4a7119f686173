import { DataError } from "../data-error.js";
import { isFloat32 } from "../float32.js";
import type { NpyHeader } from "./npy-header.js";

/** The elements of a `.npy` array as float32, in C order, from their bytes as they come. */
export class NpyConversion {
  /** Complete once the bytes of all elements were added. */
  readonly values: Float32Array;
  private readonly nextPlace: () => number;

  constructor(private readonly header: NpyHeader) {
    this.values = new Float32Array(header.elements);
    let taken = 0;
    this.nextPlace = header.fortranOrder ? placesByColumn(header.shape) : () => taken++;
  }

  /**
   * @param data bytes of the next elements, whole ones, in the file's order
   * @throws DataError that names the first element that is NaN, infinite or beyond float32
   */
  add(data: Uint8Array): void {
    const { dtype, shape } = this.header;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let offset = 0; offset < data.length; offset += dtype.bytes) {
      const value = dtype.read(view, offset);
      const place = this.nextPlace();
      this.values[place] = value;
      if (!isFloat32(value)) throw badValue(shape, place, value);
    }
  }
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

/** Places in C order of the elements taken in column-major order, one a call. */
function placesByColumn(shape: readonly number[]): () => number {
  const strides = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, length) => product * length, 1),
  );
  const position = shape.map(() => 0);
  let place = 0;
  return () => {
    const current = place;
    for (let axis = 0; axis < shape.length; axis += 1) {
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
