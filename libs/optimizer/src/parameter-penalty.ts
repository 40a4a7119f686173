import type { RegularizerSpec } from "@lockstep/job";
import {
  LaneSums,
  magnitudesSum,
  Pace,
  squaresSum,
  wholly,
  type Sliced,
  type Stretch,
  type VectorOperation,
} from "@lockstep/numerics";
import { trainableOf, type Variable } from "./variable.js";

/** What the regularisers of a model add to the loss of every global batch, once and divided by nothing. */
export interface ParameterPenalty {
  /** True where no parameter has a regulariser. */
  readonly isEmpty: boolean;
  /** The penalty of these parameters, in float64. */
  loss(parameters: Float32Array): number;
  /** As `loss`, with stops. */
  lossInSlices(parameters: Float32Array, pace: Pace): Sliced<number>;
  /** Adds d(penalty)/d(parameters) to a gradient, in place and float32. */
  addGradient(parameters: Float32Array, gradient: Float32Array): void;
  /** What `addGradient` does. */
  gradientOperations(parameters: Float32Array, gradient: Float32Array): VectorOperation[];
}

interface Part extends Stretch {
  readonly l1: number;
  readonly l2: number;
}

const { fround, sign } = Math;

/** Regularised parameters, such as {@link Variable} with a `regularizer`; those that are not trainable add nothing, as in Keras. */
export type PenalisedVariable = Variable & { readonly regularizer?: RegularizerSpec | undefined };

/** The sum of l1 * |w| + l2 * w^2 over the regularised parameters. */
export function parameterPenalty(variables: readonly PenalisedVariable[]): ParameterPenalty {
  const parts = trainableOf(variables).flatMap(({ offset, size, regularizer }) =>
    regularizer ? [{ begin: offset, end: offset + size, ...factorsOf(regularizer) }] : [],
  );
  const unpaced = new Pace(Infinity);
  const gradientOperations = (parameters: Float32Array, gradient: Float32Array): VectorOperation[] =>
    parts.map((part) => addPenaltyGradient(gradient, parameters, part));
  return {
    isEmpty: parts.length === 0,
    loss: (parameters) => wholly(penaltyOf(parameters, parts, unpaced)),
    lossInSlices: (parameters, pace) => penaltyOf(parameters, parts, pace),
    addGradient: (parameters, gradient) => wholly(unpaced.run(gradientOperations(parameters, gradient))),
    gradientOperations,
  };
}

function factorsOf(regularizer: RegularizerSpec): { l1: number; l2: number } {
  switch (regularizer.type) {
    case "L1":
      return { l1: fround(regularizer.l1), l2: 0 };
    case "L2":
      return { l1: 0, l2: fround(regularizer.l2) };
    case "L1L2":
      return { l1: fround(regularizer.l1), l2: fround(regularizer.l2) };
  }
}

function* penaltyOf(parameters: Float32Array, parts: readonly Part[], pace: Pace): Sliced<number> {
  const magnitudes = new LaneSums(parts.length);
  const squares = new LaneSums(parts.length);
  yield* pace.run(
    parts.flatMap((part, index) => [
      ...(part.l1 === 0 ? [] : [magnitudesSum(parameters, part, magnitudes, index)]),
      ...(part.l2 === 0 ? [] : [squaresSum(parameters, part, squares, index)]),
    ]),
  );
  return parts.reduce(
    (sum, { l1, l2 }, index) => sum + (l1 * magnitudes.total(index) + l2 * squares.total(index)),
    0,
  );
}

function addPenaltyGradient(
  gradient: Float32Array,
  parameters: Float32Array,
  { begin: first, end: last, l1, l2 }: Part,
): VectorOperation {
  const twice = fround(2 * l2);
  const vectors = [gradient, parameters];
  return {
    name: "penalty-gradient",
    begin: first,
    end: last,
    vectors,
    numbers: [l1, twice],
    over(begin, end) {
      for (let index = begin; index < end; index++) {
        const w = parameters[index] as number;
        gradient[index] = (gradient[index] as number) + fround(fround(l1 * sign(w)) + fround(twice * w));
      }
    },
  };
}
