/** Which entries of a tensor go together when it is reduced along axes. */
export interface AxisGroups {
  /** Number of groups. */
  readonly count: number;
  /** Group of each entry, in C order. */
  readonly groupOf: Uint32Array;
}

/**
 * Groups the entries of a tensor that differ only along the axes.
 * @param axes one or several, negative ones counted from the last
 * @throws RangeError for an axis that the shape does not have
 */
export function axisGroups(shape: readonly number[], axes: number | readonly number[]): AxisGroups {
  const reduced = new Set((typeof axes === "number" ? [axes] : axes).map((axis) => axisOf(shape, axis)));
  const kept = shape.map((size, axis) => (reduced.has(axis) ? 1 : size));
  const keptStrides = stridesOf(kept).map((stride, axis) => (reduced.has(axis) ? 0 : stride));
  const strides = stridesOf(shape);
  const groupOf = Uint32Array.from({ length: productOf(shape) }, (_, index) =>
    shape.reduce(
      (group, size, axis) =>
        group + (Math.floor(index / (strides[axis] ?? 1)) % size) * (keptStrides[axis] ?? 0),
      0,
    ),
  );
  return { count: productOf(kept), groupOf };
}

function axisOf(shape: readonly number[], axis: number): number {
  const found = axis < 0 ? axis + shape.length : axis;
  if (Number.isInteger(axis) && found >= 0 && found < shape.length) return found;
  throw new RangeError(
    `constraint.axis: expected a whole number from ${-shape.length} to ${shape.length - 1} for shape (${shape.join(", ")}), got ${axis}`,
  );
}

function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => productOf(shape.slice(axis + 1)));
}

function productOf(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}
