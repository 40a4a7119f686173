import { LaneSums, squaresSum, type Stretch, type VectorOperation } from "@lockstep/numerics";
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

/** Clips a gradient into a vector of the same length: the variables' entries, and no others. */
export type Clipping = (gradient: Float32Array, clipped: Float32Array) => VectorOperation[];

const { fround, sqrt, min, max } = Math;

/** The clipping that the options ask for, if they ask for any. */
export function clippingOf(
  { clipnorm, clipvalue, globalClipnorm }: ClippingOptions,
  variables: readonly Variable[],
): Clipping | undefined {
  const stretches = variables.map(({ offset, size }) => ({ begin: offset, end: offset + size }));
  if (clipnorm) return clippedByNorms(fround(clipnorm), stretches);
  if (globalClipnorm) return clippedByGlobalNorm(fround(globalClipnorm), stretches);
  if (clipvalue) {
    const limit = fround(clipvalue);
    return (gradient, clipped) => stretches.map((stretch) => clipValues(clipped, gradient, stretch, limit));
  }
  return undefined;
}

/** To a norm of at most `limit`, each stretch for itself. */
function clippedByNorms(limit: number, stretches: readonly Stretch[]): Clipping {
  return (gradient, clipped) => {
    const sums = stretches.map(() => new LaneSums(1));
    return [
      ...stretches.map((stretch, index) => squaresSum(gradient, stretch, sums[index] as LaneSums, 0)),
      ...stretches.map((stretch, index) =>
        scaleDown(clipped, gradient, stretch, { squares: sums[index] as LaneSums, limit }),
      ),
    ];
  };
}

/** To a norm of at most `limit` over all stretches. */
function clippedByGlobalNorm(limit: number, stretches: readonly Stretch[]): Clipping {
  return (gradient, clipped) => {
    const squares = new LaneSums(stretches.length);
    return [
      ...stretches.map((stretch, index) => squaresSum(gradient, stretch, squares, index)),
      ...stretches.map((stretch) => scaleDown(clipped, gradient, stretch, { squares, limit })),
    ];
  };
}

/**
 * g * limit / max(norm, limit), rounded once: what is short enough keeps its bits, and nothing overflows on the way. The
 * norm is that of all sums of squares together.
 */
function scaleDown(
  clipped: Float32Array,
  gradient: Float32Array,
  stretch: Stretch,
  { squares, limit }: { readonly squares: LaneSums; readonly limit: number },
): VectorOperation {
  return {
    name: "scale-down",
    begin: stretch.begin,
    end: stretch.end,
    vectors: [clipped, gradient, squares.lanes],
    numbers: [limit],
    over(begin, end) {
      const divisor = max(normOf(squares), limit);
      for (let index = begin; index < end; index++)
        clipped[index] = ((gradient[index] as number) * limit) / divisor;
    },
  };
}

function normOf(squares: LaneSums): number {
  let sum = 0;
  for (let index = 0; index < squares.count; index++) sum += squares.total(index);
  return sqrt(sum);
}

function clipValues(
  clipped: Float32Array,
  gradient: Float32Array,
  stretch: Stretch,
  limit: number,
): VectorOperation {
  return {
    name: "clip-values",
    begin: stretch.begin,
    end: stretch.end,
    vectors: [clipped, gradient],
    numbers: [limit],
    over(begin, end) {
      for (let index = begin; index < end; index++)
        clipped[index] = min(max(gradient[index] as number, -limit), limit);
    },
  };
}
