import type { ConstraintSpec } from "@lockstep/job";
import type { Pace, Sliced } from "@lockstep/numerics";
import { axisGroups } from "./axis-groups.js";
import type { Variable } from "./variable.js";

/** Changes a variable's values in place. */
type Constrain = (values: Float32Array, pace: Pace) => Sliced<void>;

const { fround, sqrt, min, max } = Math;

/** Keras's epsilon. */
const epsilon = fround(1e-7);

/**
 * Projects the parameters as the variables' constraints say, in place. As in Keras norms are over `axis`, each in
 * float32 from a float64 sum, and a vector is scaled by wanted / (1e-7 + norm).
 */
export function constraintsOf(variables: readonly Variable[]): Constrain {
  const constrained = variables.flatMap(({ offset, size, shape, constraint }) =>
    constraint ? [{ offset, end: offset + size, constrain: constrainerOf(constraint, shape) }] : [],
  );
  return function* (parameters, pace) {
    for (const { offset, end, constrain } of constrained)
      yield* constrain(parameters.subarray(offset, end), pace);
  };
}

function constrainerOf(constraint: ConstraintSpec, shape: readonly number[]): Constrain {
  switch (constraint.type) {
    case "NonNeg":
      return keepNonNegative;
    case "MaxNorm": {
      const limit = fround(constraint.maxValue);
      return scaled(shape, constraint.axis, (norm) => fround(min(norm, limit) / fround(epsilon + norm)));
    }
    case "UnitNorm":
      return divided(shape, constraint.axis);
    case "MinMaxNorm":
      return scaled(shape, constraint.axis, betweenNorms(constraint));
  }
}

function keepNonNegative(values: Float32Array, pace: Pace): Sliced<void> {
  return pace.over(0, values.length, (begin, end) => {
    for (let index = begin; index < end; index++) values[index] = max(values[index] as number, 0);
  });
}

function betweenNorms({
  minValue,
  maxValue,
  rate,
}: {
  readonly minValue: number;
  readonly maxValue: number;
  readonly rate: number;
}): (norm: number) => number {
  const rest = fround(1 - rate);
  return (norm) => {
    const bounded = min(max(norm, fround(minValue)), fround(maxValue));
    const wanted = fround(fround(fround(rate) * bounded) + fround(rest * norm));
    return fround(wanted / fround(epsilon + norm));
  };
}

type Axes = number | readonly number[];

/** Multiplies every vector along the axes by a factor of its norm. */
function scaled(shape: readonly number[], axes: Axes, factorOf: (norm: number) => number): Constrain {
  const groups = axisGroups(shape, axes);
  return function* (values, pace) {
    const factors = (yield* normsOf(values, groups, pace)).map((norm) => factorOf(norm));
    yield* pace.over(0, values.length, (begin, end) => {
      for (let index = begin; index < end; index++)
        values[index] = (values[index] as number) * (factors[groups.groupOf[index] as number] as number);
    });
  };
}

/** Divides every vector along the axes by its norm. */
function divided(shape: readonly number[], axes: Axes): Constrain {
  const groups = axisGroups(shape, axes);
  return function* (values, pace) {
    const divisors = (yield* normsOf(values, groups, pace)).map((norm) => fround(epsilon + norm));
    yield* pace.over(0, values.length, (begin, end) => {
      for (let index = begin; index < end; index++)
        values[index] = (values[index] as number) / (divisors[groups.groupOf[index] as number] as number);
    });
  };
}

function* normsOf(
  values: Float32Array,
  { count, groupOf }: ReturnType<typeof axisGroups>,
  pace: Pace,
): Sliced<Float64Array> {
  const sums = new Float64Array(count);
  yield* pace.over(0, values.length, (begin, end) => {
    for (let index = begin; index < end; index++) {
      const value = values[index] as number;
      const group = groupOf[index] as number;
      sums[group] = (sums[group] as number) + value * value;
    }
  });
  return sums.map((sum) => fround(sqrt(sum)));
}
