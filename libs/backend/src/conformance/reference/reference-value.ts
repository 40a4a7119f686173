export type Vector = readonly number[];

/** What flows between layers, of one sequence, in float64. */
export interface ReferenceValue {
  /** A vector for each time step; a single one where there is no time axis. */
  readonly steps: readonly Vector[];
  readonly timed: boolean;
  /** For each of `steps`, true = use. Absent: all are used. */
  readonly mask?: readonly boolean[];
}

/** A weight by Keras's name, flat in C order. */
export type Weights = ReadonlyMap<string, Float64Array>;

/** The weight of that name. @throws Error where the layer has none */
export function weight(weights: Weights, name: string): Float64Array {
  const found = weights.get(name);
  if (found === undefined) throw new Error(`reference: no weight ${name}`);
  return found;
}

/** x W, or x W + b; W is (x.length, columns). */
export function affine(x: Vector, matrix: Float64Array, columns: number, bias?: ArrayLike<number>): number[] {
  const sums = Array.from({ length: columns }, (_, column) => bias?.[column] ?? 0);
  x.forEach((value, row) => {
    for (let column = 0; column < columns; column++) {
      sums[column] = (sums[column] ?? NaN) + value * (matrix[row * columns + column] ?? NaN);
    }
  });
  return sums;
}

/** Element by element. */
export function zip(a: Vector, b: Vector, f: (a: number, b: number) => number): number[] {
  if (a.length !== b.length) throw new Error(`reference: expected ${a.length} values, got ${b.length}`);
  return a.map((value, i) => f(value, b[i] ?? NaN));
}

/** Columns `from` up to `to` of a matrix with `columns` columns. */
export function columnsOf(matrix: Float64Array, columns: number, from: number, to: number): Float64Array {
  return matrix.filter((_, i) => i % columns >= from && i % columns < to);
}

export function zeros(size: number): number[] {
  return new Array<number>(size).fill(0);
}
