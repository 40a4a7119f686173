import type { NpzSource } from "@lockstep/job";
import { DataError } from "../data-error.js";
import { readNpz } from "../npz/read-npz.js";
import type { SequenceDataset } from "../sequence-dataset.js";

/**
 * A data set of arrays of a NumPy archive.
 * @param path of the archive, already resolved and allowed
 * @param withTargets false: y is not looked at, and the data set has no targets
 * @throws DataError
 */
export async function openNpz(
  source: NpzSource,
  path: string,
  withTargets: boolean,
): Promise<SequenceDataset> {
  const names = withTargets ? [source.x, source.y] : [source.x];
  const shapes = (arrays: readonly { readonly shape: readonly number[] }[]) => {
    const [x, y] = arrays.map(({ shape }, index) => named(path, names[index] ?? "", shape));
    if (x === undefined) throw new Error(`${path}: x was asked for`);
    return datasetShapes(x, y);
  };
  const arrays = await readNpz(path, names, shapes);
  const [x = new Float32Array(0), y = new Float32Array(0)] = arrays.map(({ values }) => values);
  return { ...shapes(arrays), x, y };
}

/** An array's shape that knows how to speak of its array in errors. */
interface NamedShape {
  readonly shape: readonly number[];
  readonly refuse: (expected: string) => DataError;
}

function named(path: string, name: string, shape: readonly number[]): NamedShape {
  const shown = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  const refuse = (expected: string) =>
    new DataError("DATA_INVALID", `${path}: array ${name}: expected ${expected}, got shape ${shown}`);
  return { shape, refuse };
}

type DatasetShapes = Omit<SequenceDataset, "x" | "y">;

/** x (N, T, F), or (N, T) read as one feature. */
function datasetShapes(x: NamedShape, y: NamedShape | undefined): DatasetShapes {
  const [sequences, timeSteps, features = 1] = x.shape;
  if (sequences === undefined || timeSteps === undefined || x.shape.length > 3) {
    throw x.refuse("sequences of shape (N, T, F) or (N, T)");
  }
  if (x.shape.includes(0)) throw x.refuse("at least one sequence, time step and feature");
  const targetShape = y === undefined ? [] : targetShapeOf(y, sequences);
  return { sequences, sequenceShape: [timeSteps, features], targetShape };
}

/** y (N,) read as (N, 1), (N, K), or (N, T, K) for a target a time step. */
function targetShapeOf(y: NamedShape, sequences: number): readonly number[] {
  if (y.shape.length < 1 || y.shape.length > 3) throw y.refuse("targets of shape (N,), (N, K) or (N, T, K)");
  if (y.shape[0] !== sequences) throw y.refuse(`targets for the ${sequences} sequences of x`);
  if (y.shape.includes(0)) throw y.refuse("at least one value for a sequence");
  return y.shape.length === 1 ? [1] : y.shape.slice(1);
}
