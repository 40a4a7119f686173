import { DataError } from "../data-error.js";
import type { FileArray } from "../datasets/file-dataset.js";
import type { NpyHeader } from "./npy-header.js";

/** An array of which only the header was read so far. */
export interface StoredArray {
  readonly header: NpyHeader;
  /** How errors speak of it: the file, and the array's name in it. */
  readonly place: string;
  /** Where its elements lie; absent where they cannot be read row by row: compressed, or column-major. */
  readonly location?: FileArray;
  /** All elements, in C order. @throws DataError */
  read(): Promise<Float32Array>;
}

/** Whether the elements lie row after row: a single axis is so in either order. */
export function isRowMajor({ fortranOrder, shape }: NpyHeader): boolean {
  return !fortranOrder || shape.length < 2;
}

/** An error with the place before it; what is no DataError becomes one. */
export function placedError(error: unknown, place: string): DataError {
  if (error instanceof DataError) {
    const { code, message } = error;
    return message.startsWith(place) ? error : new DataError(code, `${place}: ${message}`, { cause: error });
  }
  if (error instanceof RangeError) {
    const message = `${place}: too large for this machine: ${error.message}`;
    return new DataError("DATA_UNREADABLE", message, { cause: error });
  }
  return new DataError("DATA_INVALID", `${place}: damaged: ${String(error)}`, { cause: error });
}
