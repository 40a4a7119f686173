import type { Stretch, VectorOperation } from "./vector-operation.js";

/** target += values, in float32. A float64 sum of two float32 rounded to float32 is their float32 sum. */
export function addition(target: Float32Array, values: Float32Array): VectorOperation {
  return {
    name: "add",
    begin: 0,
    end: target.length,
    vectors: [target, values],
    numbers: [],
    over(begin, end) {
      for (let index = begin; index < end; index++)
        target[index] = (target[index] as number) + (values[index] as number);
    },
  };
}

/** target = values, on all of them or a stretch. */
export function copying(
  target: Float32Array,
  values: Float32Array,
  stretch: Stretch = { begin: 0, end: target.length },
): VectorOperation {
  return {
    name: "copy",
    begin: stretch.begin,
    end: stretch.end,
    vectors: [target, values],
    numbers: [],
    over: (begin, end) => target.set(values.subarray(begin, end), begin),
  };
}

/** values /= weight, a float64 quotient rounded to float32; 0 where the weight is 0. */
export function meanOf(values: Float32Array, weight: number): VectorOperation {
  return {
    name: "mean",
    begin: 0,
    end: values.length,
    vectors: [values],
    numbers: [weight],
    over(begin, end) {
      if (weight === 0) values.fill(0, begin, end);
      else for (let index = begin; index < end; index++) values[index] = (values[index] as number) / weight;
    },
  };
}
