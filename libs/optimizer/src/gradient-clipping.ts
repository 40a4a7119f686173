import { copyInSlices, type Pace, type Sliced } from "@lockstep/numerics";
import type { Variable } from "./variable.js";

/** At most one is given; 0 counts as none, as in Keras. */
export interface ClippingOptions {
  /** Longest gradient of a variable. */
  readonly clipnorm?: number | undefined;
  /** Largest absolute value of an entry. */
  readonly clipvalue?: number | undefined;
  /** Longest gradient of all trainable variables together. */
  readonly globalClipnorm?: number | undefined;
}

/** Gives the clipped gradient: a new vector, or the one that came where nothing is to be done. */
export type Clipping = (gradient: Float32Array, pace: Pace) => Sliced<Float32Array>;

const { fround, sqrt, min, max } = Math;

/** The clipping that the options ask for. Entries of variables that are not in `variables` stay as they are. */
export function clippingOf(options: ClippingOptions, variables: readonly Variable[]): Clipping {
  const { clipnorm, clipvalue, globalClipnorm } = options;
  if (clipnorm) return clippedBy(variables, clipNorm(fround(clipnorm)));
  if (globalClipnorm) return clippedByGlobalNorm(fround(globalClipnorm), variables);
  if (clipvalue) return clippedBy(variables, clipValue(fround(clipvalue)));
  return unclipped;
}

// eslint-disable-next-line require-yield -- there is nothing to do
function* unclipped(gradient: Float32Array): Sliced<Float32Array> {
  return gradient;
}

/** Changes a variable's part of a gradient in place. */
type ClipPart = (part: Float32Array, pace: Pace) => Sliced<void>;

function clippedBy(variables: readonly Variable[], clip: ClipPart): Clipping {
  return function* (gradient, pace) {
    const clipped = yield* copyInSlices(gradient, pace);
    for (const { offset, size } of variables) yield* clip(clipped.subarray(offset, offset + size), pace);
    return clipped;
  };
}

/** To a norm of at most `limit`, over one variable. */
function clipNorm(limit: number): ClipPart {
  return function* (part, pace) {
    yield* scaleDown(part, sqrt(yield* sumOfSquares(part, pace)), limit, pace);
  };
}

/** g * limit / max(norm, limit), rounded once: what is short enough keeps its bits, and nothing overflows on the way. */
function scaleDown(part: Float32Array, norm: number, limit: number, pace: Pace): Sliced<void> {
  const divisor = max(norm, limit);
  return pace.over(0, part.length, (begin, end) => {
    for (let index = begin; index < end; index++) part[index] = ((part[index] as number) * limit) / divisor;
  });
}

function clipValue(limit: number): ClipPart {
  return (part, pace) =>
    pace.over(0, part.length, (begin, end) => {
      for (let index = begin; index < end; index++)
        part[index] = min(max(part[index] as number, -limit), limit);
    });
}

function clippedByGlobalNorm(limit: number, variables: readonly Variable[]): Clipping {
  return function* (gradient, pace) {
    const clipped = yield* copyInSlices(gradient, pace);
    const parts = variables.map(({ offset, size }) => clipped.subarray(offset, offset + size));
    let squares = 0;
    for (const part of parts) squares += yield* sumOfSquares(part, pace);
    for (const part of parts) yield* scaleDown(part, sqrt(squares), limit, pace);
    return clipped;
  };
}

/** In float64 and in order: a norm that no float32 sum overflows. */
function* sumOfSquares(values: Float32Array, pace: Pace): Sliced<number> {
  let sum = 0;
  yield* pace.over(0, values.length, (begin, end) => {
    // What a loop changes is its own: engines keep it in a register.
    let squares = sum;
    for (let index = begin; index < end; index++) {
      const value = values[index] as number;
      squares += value * value;
    }
    sum = squares;
  });
  return sum;
}
