/** Four digits, without those that say nothing: `0.1235`, `12`, `-1.5e-7`. */
export function formatNumber(value: number): string {
  return `${Number(value.toPrecision(4))}`;
}
