import type { RegularizerSpec } from "@lockstep/job";
import { Pace, wholly, type Sliced } from "@lockstep/numerics";
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
  /** As `addGradient`, with stops. */
  addGradientInSlices(parameters: Float32Array, gradient: Float32Array, pace: Pace): Sliced<void>;
}

interface Part {
  readonly begin: number;
  readonly end: number;
  readonly l1: number;
  readonly l2: number;
}

const { fround, abs, sign } = Math;

/** Regularised parameters, such as {@link Variable} with a `regularizer`; those that are not trainable add nothing, as in Keras. */
export type PenalisedVariable = Variable & { readonly regularizer?: RegularizerSpec | undefined };

/** The sum of l1 * |w| + l2 * w^2 over the regularised parameters. */
export function parameterPenalty(variables: readonly PenalisedVariable[]): ParameterPenalty {
  const parts = trainableOf(variables).flatMap(({ offset, size, regularizer }) =>
    regularizer ? [{ begin: offset, end: offset + size, ...factorsOf(regularizer) }] : [],
  );
  const unpaced = new Pace(Infinity);
  return {
    isEmpty: parts.length === 0,
    loss: (parameters) => wholly(penaltyOf(parameters, parts, unpaced)),
    lossInSlices: (parameters, pace) => penaltyOf(parameters, parts, pace),
    addGradient: (parameters, gradient) => wholly(addPenaltyGradient(parameters, gradient, parts, unpaced)),
    addGradientInSlices: (parameters, gradient, pace) =>
      addPenaltyGradient(parameters, gradient, parts, pace),
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
  let penalty = 0;
  for (const part of parts) {
    let sums = { absolute: 0, squares: 0 };
    yield* pace.over(part.begin, part.end, (begin, end) => {
      sums = sumsOn(parameters, begin, end, sums);
    });
    penalty += part.l1 * sums.absolute + part.l2 * sums.squares;
  }
  return penalty;
}

interface PenaltySums {
  readonly absolute: number;
  readonly squares: number;
}

/** The sums with a further stretch of parameters, one after the other. */
function sumsOn(parameters: Float32Array, begin: number, end: number, sums: PenaltySums): PenaltySums {
  let { absolute, squares } = sums;
  for (let index = begin; index < end; index++) {
    const w = parameters[index] as number;
    absolute += abs(w);
    squares += w * w;
  }
  return { absolute, squares };
}

function* addPenaltyGradient(
  parameters: Float32Array,
  gradient: Float32Array,
  parts: readonly Part[],
  pace: Pace,
): Sliced<void> {
  for (const { begin: first, end: last, l1, l2 } of parts) {
    const twice = fround(2 * l2);
    yield* pace.over(first, last, (begin, end) => {
      for (let index = begin; index < end; index++) {
        const w = parameters[index] as number;
        gradient[index] = (gradient[index] as number) + fround(fround(l1 * sign(w)) + fround(twice * w));
      }
    });
  }
}
