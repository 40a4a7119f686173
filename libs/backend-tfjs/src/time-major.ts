/** Sizes of a block of sequences: (rows, steps, features). */
export interface SequenceSizes {
  readonly rows: number;
  readonly steps: number;
  readonly features: number;
}

/** (rows, steps, features) -> (steps, rows, features), so that a time step is one block. */
export function toTimeMajor(values: Float32Array, { rows, steps, features }: SequenceSizes): Float32Array {
  return steps === 1 ? values : swapFirstAxes(values, rows, steps, features);
}

/** (steps, rows, features) -> (rows, steps, features). */
export function toRowMajor(values: Float32Array, { rows, steps, features }: SequenceSizes): Float32Array {
  return steps === 1 ? values : swapFirstAxes(values, steps, rows, features);
}

/** (first, second, size) -> (second, first, size). */
function swapFirstAxes(values: Float32Array, first: number, second: number, size: number): Float32Array {
  const swapped = new Float32Array(values.length);
  let from = 0;
  for (let i = 0; i < first; i++) {
    for (let j = 0; j < second; j++) {
      const to = (j * first + i) * size;
      for (let k = 0; k < size; k++) swapped[to + k] = values[from++] ?? NaN;
    }
  }
  return swapped;
}
