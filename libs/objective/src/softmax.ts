import { exp } from "@lockstep/numerics";

/** The largest of `width` values from `start`; NaN where one is NaN. */
export function largestOf(values: Float32Array, start: number, width: number): number {
  let largest = -Infinity;
  for (let i = start; i < start + width; i++) largest = Math.max(largest, values[i] as number);
  return largest;
}

/**
 * Writes exp(z - largest) of the values from `start` to `exponentials`, which never overflows.
 * @returns their sum: largest + log of it is log(sum(exp(z)))
 */
export function exponentiate(
  values: Float32Array,
  start: number,
  largest: number,
  exponentials: Float64Array,
): number {
  let sum = 0;
  for (let k = 0; k < exponentials.length; k++) {
    const exponential = exp((values[start + k] as number) - largest);
    exponentials[k] = exponential;
    sum += exponential;
  }
  return sum;
}

/** Softmax of every `width` values, in float64 with the same bits everywhere, rounded to float32. */
export function softmax(logits: Float32Array, width: number, probabilities: Float32Array): void {
  const exponentials = new Float64Array(width);
  for (let start = 0; start < logits.length; start += width) {
    const sum = exponentiate(logits, start, largestOf(logits, start, width), exponentials);
    for (let k = 0; k < width; k++) probabilities[start + k] = (exponentials[k] as number) / sum;
  }
}
