import { DataError } from "../data-error.js";
import type { StoredArray } from "../npy/stored-array.js";
import type { ArrayLayout } from "../row-layout.js";

/** Whether targets are one for a sequence or one for a time step. */
export type TargetPer = "sequence" | "timeStep";

/** Layout of an input: (N, T, F), or (N, T) read as one feature. The first decides the number of sequences and T. */
export function inputLayout(name: string, array: StoredArray): ArrayLayout {
  const { shape } = array.header;
  if (shape.length !== 2 && shape.length !== 3) {
    throw refuse(array, "sequences of shape (N, T, F) or (N, T)");
  }
  if (shape.includes(0)) throw refuse(array, "at least one sequence, time step and feature");
  const [, timeSteps = 0, features = 1] = shape;
  return { name, shape: [timeSteps, features], timed: true };
}

/**
 * Layout of a further input: as long as the first it is timed; otherwise it is (N, ...) of its own.
 * @param said shape of one sequence as the model says it: [K] is a vector, even where K is the number of time steps
 */
export function furtherInputLayout(
  name: string,
  array: StoredArray,
  { sequences, timeSteps }: { readonly sequences: number; readonly timeSteps: number },
  said?: readonly number[],
): ArrayLayout {
  const { shape } = array.header;
  const isVector = said?.length === 1 && shape.length === 2;
  if (shape.length < 2 || shape.length > 3) {
    throw refuse(array, "an input of shape (N, T, F), (N, T) or (N, K)");
  }
  if (shape[0] !== sequences) throw refuse(array, `an input of ${sequences} sequences`);
  if (shape.includes(0)) throw refuse(array, "at least one value for a sequence");
  if (shape[1] === timeSteps && !isVector) return { name, shape: [timeSteps, shape[2] ?? 1], timed: true };
  return { name, shape: shape.slice(1), timed: false };
}

/** y (N,) read as (N, 1), (N, K), (N, T, K), or with a target per time step (N, T). */
export function targetLayout(
  array: StoredArray,
  { sequences, timeSteps }: { readonly sequences: number; readonly timeSteps: number },
  per: TargetPer,
): ArrayLayout {
  const { shape } = array.header;
  if (shape.length < 1 || shape.length > 3) throw refuse(array, "targets of shape (N,), (N, K) or (N, T, K)");
  if (shape[0] !== sequences) throw refuse(array, `targets for the ${sequences} sequences of x`);
  if (shape.includes(0)) throw refuse(array, "at least one value for a sequence");
  if (per === "timeStep" && shape[1] !== timeSteps) {
    throw refuse(array, `targets of shape (N, ${timeSteps}) or (N, ${timeSteps}, K), one for a time step`);
  }
  // (N, T, K) cannot be read otherwise; (N, T) could be T values of a sequence.
  const timed = per === "timeStep" || (shape.length === 3 && shape[1] === timeSteps);
  return { name: "y", shape: shape.length === 1 ? [1] : shape.slice(1), timed };
}

/** Sample weights (N,), (N, 1) or (N, T). */
export function weightLayout(
  array: StoredArray,
  { sequences, timeSteps }: { readonly sequences: number; readonly timeSteps: number },
): ArrayLayout {
  const { shape } = array.header;
  const perSequence = shape.length === 1 || (shape.length === 2 && shape[1] === 1 && timeSteps !== 1);
  const perTimeStep = shape.length === 2 && shape[1] === timeSteps;
  if (shape[0] !== sequences || !(perSequence || perTimeStep)) {
    throw refuse(array, `sample weights of shape (${sequences},) or (${sequences}, ${timeSteps})`);
  }
  return perSequence
    ? { name: "sampleWeight", shape: [], timed: false }
    : { name: "sampleWeight", shape: [timeSteps], timed: true };
}

function refuse({ header: { shape }, place }: StoredArray, expected: string): DataError {
  const shown = `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;
  return new DataError("DATA_INVALID", `${place}: expected ${expected}, got shape ${shown}`);
}
