import type { NpzSource } from "@lockstep/job";
import { DataError } from "../data-error.js";
import { readNpz } from "../npz/read-npz.js";
import type { NumberArray } from "../npy/read-npy-stream.js";
import type { SequenceDataset } from "../sequence-dataset.js";

/**
 * A data set of two arrays of a NumPy archive.
 * @param path of the archive, already resolved and allowed
 * @throws DataError
 */
export async function openNpz(source: NpzSource, path: string): Promise<SequenceDataset> {
  const [x, y] = await readNpz(path, [source.x, source.y]);
  if (x === undefined || y === undefined) throw new Error(`${path}: two arrays were asked for`);
  return datasetOf(named(path, source.x, x), named(path, source.y, y));
}

/** An array that knows how to speak of itself in errors. */
interface NamedArray extends NumberArray {
  readonly refuse: (expected: string) => DataError;
}

function named(path: string, name: string, array: NumberArray): NamedArray {
  const shape = `(${array.shape.join(", ")}${array.shape.length === 1 ? "," : ""})`;
  const refuse = (expected: string) =>
    new DataError("DATA_INVALID", `${path}: array ${name}: expected ${expected}, got shape ${shape}`);
  return { ...array, refuse };
}

/** x (N, T, F), or (N, T) read as one feature; y (N,) read as (N, 1), (N, K), or (N, T, K) for a target a time step. */
function datasetOf(x: NamedArray, y: NamedArray): SequenceDataset {
  const [sequences, timeSteps, features = 1] = x.shape;
  if (sequences === undefined || timeSteps === undefined || x.shape.length > 3) {
    throw x.refuse("sequences of shape (N, T, F) or (N, T)");
  }
  if (y.shape.length < 1 || y.shape.length > 3) throw y.refuse("targets of shape (N,), (N, K) or (N, T, K)");
  if (x.values.length === 0) throw x.refuse("at least one sequence, time step and feature");
  if (y.shape[0] !== sequences) throw y.refuse(`targets for the ${sequences} sequences of x`);
  if (y.values.length === 0) throw y.refuse("at least one value for a sequence");
  const targetShape = y.shape.length === 1 ? [1] : y.shape.slice(1);
  return { sequences, sequenceShape: [timeSteps, features], targetShape, x: x.values, y: y.values };
}
