import type { ModelPlan } from "@lockstep/model";
import type { Pace, Sliced } from "@lockstep/numerics";
import type { DigestOf } from "./run-definition.js";

/**
 * Makes the sum the mean gradient, in place: each float32 sum over the weight, rounded to float32. Where nothing counts,
 * it is 0.
 */
export function toMeanGradient(sum: Float32Array, weight: number, pace: Pace): Sliced<void> {
  return pace.over(0, sum.length, (begin, end) => {
    if (weight === 0) sum.fill(0, begin, end);
    else for (let index = begin; index < end; index++) sum[index] = (sum[index] as number) / weight;
  });
}

/** L2 norm of each layer's part of a flat gradient. */
export function* gradientNorms(
  gradient: Float32Array,
  plan: ModelPlan,
  pace: Pace,
): Sliced<Record<string, number>> {
  const norms: Record<string, number> = {};
  for (const { name, parameters } of plan.layers) {
    if (parameters.length === 0) continue;
    let sum = 0;
    for (const { offset, size } of parameters) sum += yield* squares(gradient, offset, offset + size, pace);
    norms[name] = Math.sqrt(sum);
  }
  return norms;
}

function* squares(values: Float32Array, first: number, last: number, pace: Pace): Sliced<number> {
  let sum = 0;
  yield* pace.over(first, last, (begin, end) => {
    sum = squaresOn(values, begin, end, sum);
  });
  return sum;
}

/** The sum with the squares of a further stretch, one after the other. */
function squaresOn(values: Float32Array, begin: number, end: number, sum: number): number {
  let squares = sum;
  for (let index = begin; index < end; index++) {
    const value = values[index] as number;
    squares += value * value;
  }
  return squares;
}

/** Names the first entry that is not finite, such as `dense/kernel[3] is NaN`. */
export function* firstNonFinite(
  gradient: Float32Array,
  plan: ModelPlan,
  pace: Pace,
): Sliced<string | undefined> {
  const index = yield* indexOfNonFinite(gradient, pace);
  if (index < 0) return undefined;
  const part = plan.parameters.find(({ offset, size }) => index >= offset && index < offset + size);
  const place = part ? `${part.layer}/${part.name}[${index - part.offset}]` : `[${index}]`;
  return `${place} is ${gradient[index] as number}`;
}

/** Of the first entry that is not finite; -1: there is none. */
export function* indexOfNonFinite(values: Float32Array, pace: Pace): Sliced<number> {
  let found = -1;
  yield* pace.over(0, values.length, (begin, end) => {
    if (found < 0) found = nonFiniteWithin(values, begin, end);
  });
  return found;
}

/** Four at a time: 0 times what is finite is 0, and NaN otherwise, which no sum loses. */
function nonFiniteWithin(values: Float32Array, begin: number, end: number): number {
  let index = begin;
  for (; index + 4 <= end; index += 4) {
    const sum =
      (values[index] as number) * 0 +
      (values[index + 1] as number) * 0 +
      (values[index + 2] as number) * 0 +
      (values[index + 3] as number) * 0;
    if (sum !== 0) break;
  }
  for (; index < end; index++) if (!Number.isFinite(values[index])) return index;
  return -1;
}

/** The run's digest of a vector. */
export function* digestInSlices(digestOf: DigestOf, values: Float32Array, pace: Pace): Sliced<string> {
  const digest = digestOf();
  yield* pace.over(0, values.length, (begin, end) => digest.add(values.subarray(begin, end)));
  return digest.finish();
}
