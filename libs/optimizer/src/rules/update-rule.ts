/** What an update works on: flat vectors of one length, changed in place but for the gradient. */
export interface RuleVectors {
  readonly parameters: Float32Array;
  readonly gradient: Float32Array;
  /** One for each of {@link UpdateRule.momentNames}. */
  readonly moments: readonly Float32Array[];
}

/** A stretch of the flat vectors, in elements. */
export interface Stretch {
  readonly begin: number;
  readonly end: number;
}

/** What an update depends on besides the vectors. */
export interface UpdateConditions {
  /** Number of this update, from 1. */
  readonly update: number;
  /** A float32 value. */
  readonly learningRate: number;
}

/**
 * The arithmetic of one optimizer, element by element, float32 operation by operation in Keras's order.
 * What surrounds it (clipping, weight decay, averages) is no part of it.
 */
export interface UpdateRule {
  /** What its moments are called in a checkpoint, such as `first_moment`. */
  readonly momentNames: readonly string[];
  /** What every moment is filled with before the first step. Default: 0. */
  readonly momentStart?: number;
  /** The update under these conditions, ready to go over stretches. */
  at(conditions: UpdateConditions): (vectors: RuleVectors, stretch: Stretch) => void;
}

/** The moment of that place. @throws RangeError where the state has too few */
export function momentAt({ moments }: RuleVectors, index: number): Float32Array {
  const moment = moments[index];
  if (!moment) throw new RangeError(`moments: expected at least ${index + 1}, got ${moments.length}`);
  return moment;
}
