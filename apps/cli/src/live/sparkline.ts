/** Heights of a curve's columns, the least first. */
const blocks = Array.from("▁▂▃▄▅▆▇█");
const ascii = Array.from("_.-=+*#@");

/** Points below which none is taken for an outlier. */
const fewPoints = 20;

/**
 * A curve as a row of signs, at most one a column; where there are more points, each column is the mean of its share.
 * The highest twentieth of many points is shown as high as the rest of them reaches, so that a first loss that is huge
 * does not flatten what follows. What is not finite leaves a gap.
 */
export function sparkline(points: readonly number[], columns: number, unicode: boolean): string {
  const heights = unicode ? blocks : ascii;
  const values = inColumns(points, columns);
  const finite = values.filter(Number.isFinite).sort((a, b) => a - b);
  const least = finite[0] ?? 0;
  const tallest = finite.length < fewPoints ? finite.length - 1 : Math.floor(0.95 * (finite.length - 1));
  const range = (finite[tallest] ?? least) - least;
  return values.map((value) => sign(value, { least, range, heights })).join("");
}

interface Scale {
  readonly least: number;
  readonly range: number;
  readonly heights: readonly string[];
}

function sign(value: number, { least, range, heights }: Scale): string {
  if (!Number.isFinite(value)) return " ";
  const top = heights.length - 1;
  const level = range === 0 ? 0 : Math.min(top, Math.round((top * (value - least)) / range));
  return heights[level] ?? " ";
}

/** As many values as there are points, or columns: means of neighbours, as evenly as can be. */
function inColumns(points: readonly number[], columns: number): readonly number[] {
  if (points.length <= columns) return points;
  return Array.from({ length: columns }, (_, column) => {
    const from = Math.floor((column * points.length) / columns);
    const to = Math.floor(((column + 1) * points.length) / columns);
    return meanOf(points.slice(from, to));
  });
}

function meanOf(values: readonly number[]): number {
  const finite = values.filter(Number.isFinite);
  return finite.length === 0 ? NaN : finite.reduce((sum, value) => sum + value, 0) / finite.length;
}
