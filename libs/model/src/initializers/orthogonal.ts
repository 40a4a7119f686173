import type { RandomStream } from "@lockstep/numerics";
import type { Shape } from "../model-plan.js";

/**
 * A matrix with orthonormal columns (rows, where it is wider than tall), as Keras's Orthogonal, times `gain`: the Q of
 * the QR decomposition of a normal matrix, signs such that R's diagonal is positive. Axes before the last are one.
 * Source: Saxe, McClelland, Ganguli, ICLR 2014.
 */
export function orthogonal(shape: Shape, random: RandomStream, gain: number): Float32Array {
  const columns = shape.at(-1) ?? 1;
  const rows = shape.slice(0, -1).reduce((product, length) => product * length, 1);
  const tall = Math.max(rows, columns);
  const vectors = normalColumns(tall, Math.min(rows, columns), random);
  orthonormalise(vectors);
  const isTall = rows >= columns;
  return Float32Array.from({ length: rows * columns }, (_, index) => {
    const row = Math.floor(index / columns);
    const column = index % columns;
    return gain * ((isTall ? vectors[column]?.[row] : vectors[row]?.[column]) ?? NaN);
  });
}

/** Columns of a normal matrix, drawn row by row. */
function normalColumns(rows: number, columns: number, random: RandomStream): Float64Array[] {
  const vectors = Array.from({ length: columns }, () => new Float64Array(rows));
  for (let row = 0; row < rows; row += 1) {
    for (const vector of vectors) vector[row] = random.normal();
  }
  return vectors;
}

/**
 * Modified Gram-Schmidt, in place. Each vector is cleared of the earlier ones twice, after which it is orthogonal to
 * them within rounding (Giraud, Langou, Rozloznik, 2005). Norms are positive, and so is R's diagonal.
 */
function orthonormalise(vectors: readonly Float64Array[]): void {
  vectors.forEach((vector, index) => {
    for (let pass = 0; pass < 2; pass += 1) {
      for (const earlier of vectors.slice(0, index)) addScaled(vector, earlier, -dot(vector, earlier));
    }
    const norm = Math.sqrt(dot(vector, vector));
    for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] ?? NaN) / norm;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? NaN) * (b[i] ?? NaN);
  return sum;
}

function addScaled(target: Float64Array, vector: Float64Array, scale: number): void {
  for (let i = 0; i < target.length; i += 1) target[i] = (target[i] ?? NaN) + scale * (vector[i] ?? NaN);
}
