import type { VectorOperation } from "./vector-operation.js";

/** A search for the first entry that is not finite. */
export interface FiniteCheck {
  readonly operation: VectorOperation;
  /** Once the operation is done: where it is; -1: there is none. */
  readonly index: () => number;
}

export function finiteCheck(values: Float32Array): FiniteCheck {
  const found = new Float64Array(1).fill(-1);
  const operation: VectorOperation = {
    name: "first-non-finite",
    begin: 0,
    end: values.length,
    vectors: [values, found],
    numbers: [],
    over(begin, end) {
      if ((found[0] as number) < 0) found[0] = firstNonFinite(values, begin, end);
    },
  };
  return { operation, index: () => found[0] as number };
}

/** Four at a time: 0 times what is finite is 0, and NaN otherwise, which no sum loses. */
function firstNonFinite(values: Float32Array, begin: number, end: number): number {
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
