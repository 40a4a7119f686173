import type { ConstraintSpec } from "@lockstep/job";
import type { Stretch, VectorOperation } from "@lockstep/numerics";
import { axisGroups, type AxisGroups } from "./axis-groups.js";
import type { Variable } from "./variable.js";

/** Changes the parameters of one variable in place. */
type Constrain = (parameters: Float32Array, stretch: Stretch) => VectorOperation[];

const { fround, sqrt, min, max } = Math;

/** Keras's epsilon. */
const epsilon = fround(1e-7);

/**
 * Projects the parameters as the variables' constraints say, in place. As in Keras norms are over `axis`, each in
 * float32 from a float64 sum, and a vector is scaled by wanted / (1e-7 + norm).
 */
export function constraintsOf(
  variables: readonly Variable[],
): (parameters: Float32Array) => VectorOperation[] {
  const constrained = variables.flatMap(({ offset, size, shape, constraint }) => {
    const stretch = { begin: offset, end: offset + size };
    return constraint ? [{ stretch, constrain: constrainerOf(constraint, shape) }] : [];
  });
  return (parameters) => constrained.flatMap(({ stretch, constrain }) => constrain(parameters, stretch));
}

function constrainerOf(constraint: ConstraintSpec, shape: readonly number[]): Constrain {
  switch (constraint.type) {
    case "NonNeg":
      return (parameters, stretch) => [keepNonNegative(parameters, stretch)];
    case "MaxNorm":
      return byNorms(axisGroups(shape, constraint.axis), maxNorm(constraint.maxValue), multiplyGroups);
    case "UnitNorm":
      return byNorms(axisGroups(shape, constraint.axis), unitNorm, divideGroups);
    case "MinMaxNorm":
      return byNorms(axisGroups(shape, constraint.axis), minMaxNorm(constraint), multiplyGroups);
  }
}

/** Turns the sum of squares of each group into what its entries are multiplied or divided by, in place. */
type FactorsOf = (sums: Float64Array) => VectorOperation;

/** Entries of a variable that go together, and a number for each group of them. */
interface Grouped {
  readonly stretch: Stretch;
  /** Of each entry, from the stretch's first on. */
  readonly groupOf: Uint32Array;
  readonly numbers: Float64Array;
}

function byNorms(
  { count, groupOf }: AxisGroups,
  factorsOf: FactorsOf,
  apply: (parameters: Float32Array, factors: Grouped) => VectorOperation,
): Constrain {
  return (parameters, stretch) => {
    const grouped = { stretch, groupOf, numbers: new Float64Array(count) };
    return [groupSquares(parameters, grouped), factorsOf(grouped.numbers), apply(parameters, grouped)];
  };
}

function keepNonNegative(parameters: Float32Array, stretch: Stretch): VectorOperation {
  return {
    name: "non-negative",
    begin: stretch.begin,
    end: stretch.end,
    vectors: [parameters],
    numbers: [],
    over(begin, end) {
      for (let index = begin; index < end; index++) parameters[index] = max(parameters[index] as number, 0);
    },
  };
}

/** To a norm of at most `maxValue`. */
function maxNorm(maxValue: number): FactorsOf {
  const limit = fround(maxValue);
  return (sums) =>
    factors("max-norm-factors", sums, [limit], (norm) => fround(min(norm, limit) / fround(epsilon + norm)));
}

/** Divisors, not factors. */
function unitNorm(sums: Float64Array): VectorOperation {
  return factors("unit-norm-divisors", sums, [], (norm) => fround(epsilon + norm));
}

/** Towards a norm between two, at a rate. */
function minMaxNorm(options: {
  readonly minValue: number;
  readonly maxValue: number;
  readonly rate: number;
}): FactorsOf {
  const least = fround(options.minValue);
  const most = fround(options.maxValue);
  const rate = fround(options.rate);
  const rest = fround(1 - options.rate);
  const factorOf = (norm: number): number => {
    const bounded = min(max(norm, least), most);
    const wanted = fround(fround(rate * bounded) + fround(rest * norm));
    return fround(wanted / fround(epsilon + norm));
  };
  return (sums) => factors("min-max-norm-factors", sums, [least, most, rate, rest], factorOf);
}

function factors(
  name: string,
  sums: Float64Array,
  numbers: readonly number[],
  factorOf: (norm: number) => number,
): VectorOperation {
  return {
    name,
    begin: 0,
    end: sums.length,
    vectors: [sums],
    numbers,
    over(begin, end) {
      for (let index = begin; index < end; index++)
        sums[index] = factorOf(fround(sqrt(sums[index] as number)));
    },
  };
}

/** Adds the square of every entry to the sum of its group, in order. */
function groupSquares(
  parameters: Float32Array,
  { stretch, groupOf, numbers: sums }: Grouped,
): VectorOperation {
  const first = stretch.begin;
  return {
    name: "group-squares",
    begin: stretch.begin,
    end: stretch.end,
    vectors: [parameters, sums, groupOf],
    numbers: [],
    over(begin, end) {
      for (let index = begin; index < end; index++) {
        const value = parameters[index] as number;
        const group = groupOf[index - first] as number;
        sums[group] = (sums[group] as number) + value * value;
      }
    },
  };
}

function multiplyGroups(
  parameters: Float32Array,
  { stretch, groupOf, numbers: byGroup }: Grouped,
): VectorOperation {
  const first = stretch.begin;
  return {
    name: "multiply-groups",
    begin: stretch.begin,
    end: stretch.end,
    vectors: [parameters, byGroup, groupOf],
    numbers: [],
    over(begin, end) {
      for (let index = begin; index < end; index++)
        parameters[index] =
          (parameters[index] as number) * (byGroup[groupOf[index - first] as number] as number);
    },
  };
}

function divideGroups(
  parameters: Float32Array,
  { stretch, groupOf, numbers: byGroup }: Grouped,
): VectorOperation {
  const first = stretch.begin;
  return {
    name: "divide-groups",
    begin: stretch.begin,
    end: stretch.end,
    vectors: [parameters, byGroup, groupOf],
    numbers: [],
    over(begin, end) {
      for (let index = begin; index < end; index++)
        parameters[index] =
          (parameters[index] as number) / (byGroup[groupOf[index - first] as number] as number);
    },
  };
}
