import type { Stretch } from "@lockstep/numerics";

/** What an update works on: flat vectors of one length, changed in place but for the gradient. */
export interface RuleVectors {
  readonly parameters: Float32Array;
  readonly gradient: Float32Array;
  /** One for each of {@link UpdateRule.momentNames}. */
  readonly moments: readonly Float32Array[];
}

/** What an update depends on besides the vectors. */
export interface UpdateConditions {
  /** Number of this update, from 1. */
  readonly update: number;
  /** A float32 value. */
  readonly learningRate: number;
}

/** One update's arithmetic on the vectors, element by element. */
export interface Move {
  /** Of the vector operation, whose vectors are parameters, gradient and the rule's moments. */
  readonly name: string;
  /** Of the vector operation. */
  readonly numbers: readonly number[];
  over(vectors: RuleVectors, stretch: Stretch): void;
}

/**
 * The arithmetic of one optimizer, float32 operation by operation in Keras's order. What surrounds it (clipping, weight
 * decay, averages) is no part of it.
 */
export interface UpdateRule {
  /** What its moments are called in a checkpoint, such as `first_moment`. */
  readonly momentNames: readonly string[];
  /** What every moment is filled with before the first step. Default: 0. */
  readonly momentStart?: number;
  /** The update under these conditions, ready to go over stretches. */
  at(conditions: UpdateConditions): Move;
}

/** The moment of that place. @throws RangeError where the state has too few */
export function momentAt({ moments }: Pick<RuleVectors, "moments">, index: number): Float32Array {
  const moment = moments[index];
  if (!moment) throw new RangeError(`moments: expected at least ${index + 1}, got ${moments.length}`);
  return moment;
}
