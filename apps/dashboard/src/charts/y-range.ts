import type { Column } from "./chart-model.js";

/** What of y is seen, and how many values lie beyond it. */
export interface YRange {
  readonly min: number;
  readonly max: number;
  readonly cutOff: number;
}

export interface YRangeOptions {
  /** A few values far from all others are left out, so that they do not flatten the curve. */
  readonly clip: boolean;
  readonly log: boolean;
}

/** Part of the values that may be left out at each end. */
const outlierPart = 0.01;
/** Outliers are left out only where they would make the range as many times as large. */
const worthwhile = 3;
/** Fewer values are shown all. */
const fewValues = 20;
const padding = 0.06;

/**
 * The range of y that shows the values at the indices from `from` to `to` (not included) of all columns; undefined
 * where there are none.
 */
export function yRange(
  columns: readonly Column[],
  from: number,
  to: number,
  { clip, log }: YRangeOptions,
): YRange | undefined {
  const values = collect(columns, from, to, log);
  if (values.length === 0) return undefined;
  values.sort();
  const whole: Bounds = [values[0] as number, values[values.length - 1] as number];
  const [low, high] = clip ? withoutOutliers(values, whole) : whole;
  const [min, max] = padded(low, high, log);
  const cutOff = values.reduce((count, value) => count + (value < min || value > max ? 1 : 0), 0);
  return log ? { min: 10 ** min, max: 10 ** max, cutOff } : { min, max, cutOff };
}

type Bounds = readonly [number, number];

function collect(columns: readonly Column[], from: number, to: number, log: boolean): Float64Array {
  const values = new Float64Array(columns.length * Math.max(0, to - from));
  let count = 0;
  for (const column of columns) {
    for (let index = from; index < to; index += 1) {
      const value = column[index];
      if (value === null || value === undefined || !Number.isFinite(value) || (log && value <= 0)) continue;
      values[count] = log ? Math.log10(value) : value;
      count += 1;
    }
  }
  return values.subarray(0, count);
}

function withoutOutliers(sorted: Float64Array, whole: Bounds): Bounds {
  if (sorted.length < fewValues) return whole;
  const left = Math.ceil(sorted.length * outlierPart);
  const low = sorted[left] as number;
  const high = sorted[sorted.length - 1 - left] as number;
  const span = high - low;
  if (span <= 0 || whole[1] - whole[0] <= span * worthwhile) return whole;
  // What is near the others stays, at either end.
  return [Math.max(whole[0], low - span / 2), Math.min(whole[1], high + span / 2)];
}

function padded(low: number, high: number, log: boolean): Bounds {
  if (high === low) {
    const around = log ? 0.5 : Math.abs(low) / 10 || 1;
    return [low - around, high + around];
  }
  const pad = (high - low) * padding;
  // Nothing is below zero that never is.
  const min = !log && low >= 0 && low < pad ? 0 : low - pad;
  return [min, high + pad];
}
