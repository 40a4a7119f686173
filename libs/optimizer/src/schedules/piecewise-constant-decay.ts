import type { Schedule } from "./schedule.js";

export interface PiecewiseConstantDecayOptions {
  /** Ascending; a fraction is cut off, as Keras does. */
  readonly boundaries: readonly number[];
  /** One more than boundaries. */
  readonly values: readonly number[];
}

/** The first value up to and with the first boundary, the next one up to and with the next, and so on. */
export function piecewiseConstantDecay({ boundaries, values }: PiecewiseConstantDecayOptions): Schedule {
  const last = values.length - 1;
  return (step) => {
    const found = boundaries.findIndex((boundary) => step <= Math.trunc(boundary));
    return Math.fround(values[found < 0 ? last : found] as number);
  };
}
