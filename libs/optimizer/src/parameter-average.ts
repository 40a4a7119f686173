import type { Stretch } from "./rules/update-rule.js";

const { fround } = Math;

/** Takes the parameters into their exponential moving average, in place: average = momentum * average + (1 - momentum) * w. */
export function averageParameters(
  average: Float32Array,
  parameters: Float32Array,
  { begin, end }: Stretch,
  momentum: number,
): void {
  const keep = fround(momentum);
  const rest = fround(1 - keep);
  for (let index = begin; index < end; index++) {
    average[index] = fround(keep * (average[index] as number)) + fround(rest * (parameters[index] as number));
  }
}

/** Puts a stretch of `source` in the place of `target`'s. */
export function overwrite(target: Float32Array, source: Float32Array, { begin, end }: Stretch): void {
  target.set(source.subarray(begin, end), begin);
}
