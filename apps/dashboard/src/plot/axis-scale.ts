/** From values to places on the screen, in pixels. */
export interface AxisScale {
  readonly least: number;
  readonly greatest: number;
  readonly place: (value: number) => number;
}

/** From `least` to `greatest` over `from` to `to` pixels. One value alone is in the middle. */
export function linearScale(least: number, greatest: number, from: number, to: number): AxisScale {
  const span = greatest - least;
  const place = (value: number) =>
    span === 0 ? (from + to) / 2 : from + ((value - least) / span) * (to - from);
  return { least, greatest, place };
}

/** The same of powers of ten; both ends must be above 0. */
export function logScale(least: number, greatest: number, from: number, to: number): AxisScale {
  const inner = linearScale(Math.log10(least), Math.log10(greatest), from, to);
  return { least, greatest, place: (value) => inner.place(Math.log10(value)) };
}

/** Least and greatest of what is finite; undefined where nothing is. */
export function boundsOf(values: Iterable<number>): readonly [number, number] | undefined {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return least <= greatest ? [least, greatest] : undefined;
}
