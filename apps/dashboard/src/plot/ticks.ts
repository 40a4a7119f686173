/** Values to name on an axis from `least` to `greatest`: about `wanted` of them, at 1, 2 or 5 times a power of ten. */
export function linearTicks(least: number, greatest: number, wanted: number): readonly number[] {
  if (!(greatest > least) || wanted < 1) return [least];
  const step = niceStep((greatest - least) / wanted);
  const first = Math.ceil(least / step - 1e-9);
  const last = Math.floor(greatest / step + 1e-9);
  // Multiples, not sums: sums would carry rounding from tick to tick.
  return Array.from({ length: last - first + 1 }, (_, index) => roundTo((first + index) * step, step));
}

/** Powers of ten within an axis, at most `most` of them. */
export function logTicks(least: number, greatest: number, most: number): readonly number[] {
  const first = Math.ceil(Math.log10(least) - 1e-9);
  const last = Math.floor(Math.log10(greatest) + 1e-9);
  const step = Math.max(1, Math.ceil((last - first + 1) / most));
  const ticks: number[] = [];
  for (let exponent = first; exponent <= last; exponent += step) ticks.push(10 ** exponent);
  return ticks;
}

/** A power of ten on an axis. */
export function decadeText(exponent: number): string {
  return exponent >= -2 && exponent <= 4 ? String(Number((10 ** exponent).toFixed(2))) : `1e${exponent}`;
}

/** Whole numbers from 1 to `last` to name: 1 itself, then round ones. */
export function countTicks(last: number, wanted: number): readonly number[] {
  const round = linearTicks(0, last, wanted).filter((tick) => Number.isInteger(tick) && tick > 0);
  // What is right beside 1 would run into it.
  return [1, ...round.filter((tick) => tick > 1 + last / (3 * wanted))];
}

/** Indexes from 0 to `count - 1` to name, about evenly, the first and the last among them. */
export function indexTicks(count: number, most: number): readonly number[] {
  if (count <= 1 || most <= 1) return count > 0 ? [0] : [];
  const gaps = Math.min(count, most) - 1;
  return Array.from({ length: gaps + 1 }, (_, index) => Math.round((index * (count - 1)) / gaps));
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const lead = rough / power;
  return power * (lead > 5 ? 10 : lead > 2 ? 5 : lead > 1 ? 2 : 1);
}

function roundTo(value: number, step: number): number {
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return digits > 20 ? value : Number(value.toFixed(digits)) + 0;
}
