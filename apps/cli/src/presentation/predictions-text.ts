import type { Predictions } from "@lockstep/client";

/** A line for each sequence: its values in row-major order with blanks between, each read back to the same float32. */
export function* predictionLines({ shape, values }: Predictions): Generator<string, void, void> {
  const width = rowLength(shape);
  for (let row = 0; row < (shape[0] ?? 0); row++) {
    yield Array.from(values.subarray(row * width, (row + 1) * width), formatFloat32).join(" ") + "\n";
  }
}

/** Nested lists of the shape, with the numbers that the float32 values are. */
export function nestedPredictions({ shape, values }: Predictions): unknown {
  return nest(shape, 0, values);
}

/** The shortest decimal that is the same float32. */
export function formatFloat32(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return `${short}`;
  }
  return `${Number(value.toPrecision(9))}`;
}

function nest(shape: readonly number[], axis: number, values: Float32Array): unknown {
  if (axis >= shape.length - 1) return Array.from(values, (value) => Number(formatFloat32(value)));
  const size = rowLength(shape.slice(axis));
  return Array.from({ length: shape[axis] ?? 0 }, (_, index) =>
    nest(shape, axis + 1, values.subarray(index * size, (index + 1) * size)),
  );
}

function rowLength(shape: readonly number[]): number {
  return shape.slice(1).reduce((product, size) => product * size, 1);
}
