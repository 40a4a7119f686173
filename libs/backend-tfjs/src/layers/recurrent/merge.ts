import type { BidirectionalSpec } from "@lockstep/job";
import type { TensorOps } from "../../ops/tensor-ops.js";
import type { Activations } from "../layer-kernel.js";

/** Outputs of the forward and the backward layer, or the gradients of these. */
type Pair<Each> = readonly [Each, Each];

/** How the outputs of two directions become those of a Bidirectional. */
export interface Merge {
  readonly outputCount: number;
  outputs<T>(pair: Pair<Activations<T>>, ops: TensorOps<T>): readonly Activations<T>[];
  /** d(loss)/d(output of each direction) from d(loss)/d(merged outputs). */
  gradients<T>(
    gradients: readonly (T | undefined)[],
    pair: Pair<Activations<T>>,
    ops: TensorOps<T>,
  ): Pair<T | undefined>;
}

/** A merge into one output. */
function merge(
  outputOf: <T>(pair: Pair<Activations<T>>, ops: TensorOps<T>) => T,
  gradientsOf: <T>(gradient: T, pair: Pair<Activations<T>>, ops: TensorOps<T>) => Pair<T>,
  featuresOf: (pair: Pair<Activations<unknown>>) => number = ([{ features }]) => features,
): Merge {
  return {
    outputCount: 1,
    outputs: (pair, ops) => [{ ...pair[0], matrix: outputOf(pair, ops), features: featuresOf(pair) }],
    gradients: ([gradient], pair, ops) =>
      gradient === undefined ? [undefined, undefined] : gradientsOf(gradient, pair, ops),
  };
}

function half<T>(matrix: T, ops: TensorOps<T>): T {
  return ops.multiply(matrix, ops.upload(Float32Array.of(0.5), [1, 1]));
}

const merges: Readonly<Record<BidirectionalSpec["mergeMode"], Merge>> = {
  concat: merge(
    ([a, b], ops) => ops.concatColumns([a.matrix, b.matrix]),
    (gradient, [a, b], ops) => {
      const [ofA, ofB] = ops.splitColumns(gradient, [a.features, b.features]);
      return [ofA ?? gradient, ofB ?? gradient];
    },
    ([a, b]) => a.features + b.features,
  ),
  sum: merge(
    ([a, b], ops) => ops.add(a.matrix, b.matrix),
    (gradient) => [gradient, gradient],
  ),
  ave: merge(
    ([a, b], ops) => half(ops.add(a.matrix, b.matrix), ops),
    (gradient, _, ops) => {
      const each = half(gradient, ops);
      return [each, each];
    },
  ),
  mul: merge(
    ([a, b], ops) => ops.multiply(a.matrix, b.matrix),
    (gradient, [a, b], ops) => [ops.multiply(gradient, b.matrix), ops.multiply(gradient, a.matrix)],
  ),
  none: {
    outputCount: 2,
    outputs: (pair) => pair,
    gradients: ([ofForward, ofBackward]) => [ofForward, ofBackward],
  },
};

export function mergeOf(mode: BidirectionalSpec["mergeMode"]): Merge {
  return merges[mode];
}
