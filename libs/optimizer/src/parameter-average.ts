import type { Stretch, VectorOperation } from "@lockstep/numerics";

const { fround } = Math;

/** Takes the parameters into their exponential moving average, in place: average = momentum * average + (1 - momentum) * w. */
export function averageParameters(
  average: Float32Array,
  parameters: Float32Array,
  stretch: Stretch,
  momentum: number,
): VectorOperation {
  const keep = fround(momentum);
  const rest = fround(1 - keep);
  return {
    name: "moving-average",
    begin: stretch.begin,
    end: stretch.end,
    vectors: [average, parameters],
    numbers: [keep, rest],
    over(begin, end) {
      for (let index = begin; index < end; index++)
        average[index] =
          fround(keep * (average[index] as number)) + fround(rest * (parameters[index] as number));
    },
  };
}
