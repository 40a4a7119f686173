import { formatDuration } from "../format/durations.js";
import { formatCount, formatNumber } from "../format/numbers.js";
import { formatMoment } from "../format/times.js";
import type { XKind } from "./chart-model.js";

/** A place along x, beside its value. */
export function formatX(kind: XKind, x: number): string {
  switch (kind) {
    case "count":
      return Number.isInteger(x) ? formatCount(x) : formatNumber(x);
    case "duration":
      return formatDuration(x);
    case "time":
      return formatMoment(x);
  }
}

/** Labels of an axis: as many digits as tell neighbours apart. */
export function axisLabels(splits: readonly number[], increment: number): readonly string[] {
  const greatest = Math.max(...splits.map(Math.abs));
  if (greatest >= 1e6 || (greatest > 0 && greatest < 1e-3)) {
    const digits = greatest > 0 ? Math.max(0, Math.floor(Math.log10(greatest)) - decade(increment)) : 0;
    return splits.map((split) => (split === 0 ? "0" : exponential(split, digits)));
  }
  const digits = Math.max(0, -decade(increment));
  return splits.map((split) => grouped(split, digits));
}

/** Label of a logarithmic axis, which has places with one digit only. */
export function logLabel(split: number): string {
  return split < 1e-3 || split >= 1e6
    ? split.toExponential(0).replace("e+", "e")
    : String(Number(split.toPrecision(1)));
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** Steps of an axis of durations, in milliseconds. */
export const durationIncrements: number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 4, 6, 12, 24, 48, 96, 240].map((count) => count * hourMs),
];

/** Place of an increment's last digit, as a power of ten. */
function decade(increment: number): number {
  const exponent = Math.floor(Math.log10(increment) + 1e-9);
  const mantissa = increment / 10 ** exponent;
  return Math.abs(mantissa - Math.round(mantissa)) > 0.01 ? exponent - 1 : exponent;
}

function exponential(value: number, digits: number): string {
  return value.toExponential(digits).replace("e+", "e").replace("-", "−");
}

function grouped(value: number, digits: number): string {
  const text = value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return text.replace(/^-/, "−");
}
