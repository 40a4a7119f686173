import type { RegularizerSpec } from "@lockstep/job";
import { trainableOf, type Variable } from "./variable.js";

/** What the regularisers of a model add to the loss of every global batch, once and divided by nothing. */
export interface ParameterPenalty {
  /** True where no parameter has a regulariser. */
  readonly isEmpty: boolean;
  /** The penalty of these parameters, in float64. */
  loss(parameters: Float32Array): number;
  /** Adds d(penalty)/d(parameters) to a gradient, in place and float32. */
  addGradient(parameters: Float32Array, gradient: Float32Array): void;
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
  return {
    isEmpty: parts.length === 0,
    loss: (parameters) => parts.reduce((sum, part) => sum + penaltyOf(parameters, part), 0),
    addGradient(parameters, gradient) {
      for (const part of parts) addPenaltyGradient(parameters, gradient, part);
    },
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

function penaltyOf(parameters: Float32Array, { begin, end, l1, l2 }: Part): number {
  let absolute = 0;
  let squares = 0;
  for (let index = begin; index < end; index++) {
    const w = parameters[index] as number;
    absolute += abs(w);
    squares += w * w;
  }
  return l1 * absolute + l2 * squares;
}

function addPenaltyGradient(
  parameters: Float32Array,
  gradient: Float32Array,
  { begin, end, l1, l2 }: Part,
): void {
  const twice = fround(2 * l2);
  for (let index = begin; index < end; index++) {
    const w = parameters[index] as number;
    gradient[index] = (gradient[index] as number) + fround(fround(l1 * sign(w)) + fround(twice * w));
  }
}
