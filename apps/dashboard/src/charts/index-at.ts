/** Index of the first element that is not below x; the length where there is none. */
export function firstAtLeast(sorted: readonly number[], x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the element that is nearest to x; -1 where there is none. */
export function nearest(sorted: readonly number[], x: number): number {
  const after = firstAtLeast(sorted, x);
  if (after === 0) return sorted.length === 0 ? -1 : 0;
  if (after === sorted.length) return after - 1;
  const before = after - 1;
  return x - (sorted[before] as number) <= (sorted[after] as number) - x ? before : after;
}

/** y at x, between the points of a curve on a straight line; beyond its ends, that of the end. */
export function interpolate(xs: readonly number[], ys: readonly number[], x: number): number | undefined {
  const after = firstAtLeast(xs, x);
  if (after === xs.length) return ys.at(-1);
  const y = ys[after] as number;
  if (after === 0) return y;
  const [x0, x1, y0] = [xs[after - 1] as number, xs[after] as number, ys[after - 1] as number];
  return y0 + ((y - y0) * (x - x0)) / (x1 - x0);
}
