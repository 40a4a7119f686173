import { DataError, invalidData } from "../data-error.js";
import type { ArrayLayout } from "../row-layout.js";
import type { SequenceDataset } from "../sequence-dataset.js";
import { targetOf } from "./target-of.js";

/** How targets name classes: a class number, or the largest of several values (one-hot), as Keras reads them. */
export interface ClassTargets {
  /** Values that name one class. */
  readonly width: number;
  /** Targets of a sequence where it has one for a time step; undefined: it has just one. */
  readonly steps: number | undefined;
  readonly timed: boolean;
}

/**
 * A target per time step is (T, 1), (T, K), or (T) where it is timed; one for a sequence is (), (1) or (K).
 */
export function classTargets({ shape, timed }: ArrayLayout): ClassTargets {
  const isPerStep = timed || shape.length > 1;
  if (!isPerStep) return { width: shape[0] ?? 1, steps: undefined, timed };
  return { width: shape.slice(1).reduce((product, size) => product * size, 1), steps: shape[0] ?? 1, timed };
}

/** Class that a target of one value, or of one value for each class, names. @throws DataError */
export function classOf(target: Float32Array, place: string): number {
  const [value = NaN] = target;
  if (target.length > 1) return firstLargest(target);
  if (Number.isInteger(value) && value >= 0) return value;
  throw invalidData(place, `expected a class number (0, 1, ...), got ${value}`);
}

/**
 * Looks at every target before training, for losses that take class numbers.
 * @param classes number of classes that the model tells apart
 * @param ignored a target that the loss passes over, whatever it is
 * @throws DataError that names the first sequence whose target is no class number below it
 */
export function checkClassTargets(dataset: SequenceDataset, classes: number, ignored?: number): void {
  const isClass = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < classes;
  if (dataset.layout.target === undefined) {
    throw new DataError("DATA_INVALID", "data: expected targets (class numbers), got none");
  }
  for (let index = 0; index < dataset.sequences; index++) {
    const target = targetOf(dataset, index);
    const bad = target.findIndex((value) => !isClass(value) && value !== ignored);
    if (bad === -1) continue;
    const where = target.length > 1 ? `, element ${bad}` : "";
    throw invalidData(
      `y: sequence ${index}${where}`,
      `expected a class number from 0 to ${classes - 1}, got ${target[bad]}`,
    );
  }
}

/**
 * Looks at every target of one for a sequence before training, for losses that take probabilities.
 * @throws DataError that names the first sequence whose target is not within 0 and 1
 */
export function checkProbabilityTargets(dataset: SequenceDataset): void {
  for (let index = 0; index < dataset.sequences; index++) {
    const bad = targetOf(dataset, index).find((value) => value < 0 || value > 1);
    if (bad !== undefined)
      throw invalidData(`y: sequence ${index}`, `expected a number from 0 to 1, got ${bad}`);
  }
}

/** Place of the largest value, the first of equals. */
function firstLargest(values: Float32Array): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? NaN) ? index : best), 0);
}
