/** Three significant digits, never an exponent: `0.712`, `9.81`, `1240`. */
export function formatFigure(value: number): string {
  const magnitude = Math.abs(value);
  const decimals = magnitude >= 100 ? 0 : magnitude >= 10 ? 1 : magnitude >= 1 ? 2 : 3;
  return value.toFixed(decimals);
}
