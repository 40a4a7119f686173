import type { ChartLine, ChartModel, Column } from "../../charts/chart-model.js";
import { seriesProperty } from "../../theme/colour.js";
import { placeOf, placeOfStep, type AxisScale } from "./curve-axis.js";
import type { CurveSeries, CurveTable } from "./curve-table.js";
import type { KnownEpoch } from "./epoch-rows.js";
import { smoothed } from "./smoothing.js";

/** One chart of a run. */
export interface CurveChart {
  readonly key: string;
  readonly title: string;
  readonly model: ChartModel;
}

export interface CurveOptions {
  readonly scale: AxisScale;
  /** From 0 to below 1. */
  readonly smoothing: number;
}

const validation = "val_";
const gradientNorm = "gradientNorm/";

/** The charts of what is known of a run: each measure with its validation, then what is about the training itself. */
export function curveCharts(
  table: CurveTable,
  epochs: readonly KnownEpoch[],
  { scale, smoothing }: CurveOptions,
): readonly CurveChart[] {
  const grid = gridOf(table, epochs, scale);
  const line = (name: string, series: CurveSeries, index: number, smooth: number): ChartLine =>
    stepLine(name, grid, series, index, table.bucketSteps > 1, smooth);
  const charts = measuresOf(table, epochs).map((name): CurveChart => {
    const lines: ChartLine[] = [];
    const steps = table.series.get(name);
    if (steps) lines.push(line("training", steps, 0, smoothing));
    else pushEpochs(lines, "training", grid, epochs, name, 0);
    pushEpochs(lines, "validation", grid, epochs, validation + name, 1);
    return { key: name, title: name, model: { x: grid.x, lines } };
  });
  const rate = table.series.get("learningRate");
  if (rate) charts.push(single("learningRate", "learning rate", grid, line("learning rate", rate, 3, 0)));
  const norms = [...table.series].filter(([name]) => name.startsWith(gradientNorm));
  if (norms.length > 0) {
    const lines = norms.map(([name, series], index) =>
      line(name.slice(gradientNorm.length), series, index, smoothing),
    );
    charts.push({ key: "gradientNorm", title: "gradient norm by layer", model: { x: grid.x, lines } });
  }
  const duration = table.series.get("durationMs");
  if (duration)
    charts.push(single("durationMs", "step time in ms", grid, line("step time", duration, 5, smoothing)));
  return charts;
}

/** Places along x, and where the rows of steps and of epochs are among them. */
interface Grid {
  readonly x: readonly number[];
  readonly ofSteps: readonly number[];
  readonly ofEpochs: readonly number[];
}

/** All charts have the same places, so that a cursor is at the same one in each. */
function gridOf(table: CurveTable, epochs: readonly KnownEpoch[], scale: AxisScale): Grid {
  const steps = table.steps.map((step, index) => placeOf(scale, step, table.times[index] as number));
  const ends = epochs.map(({ step }) => placeOfStep(scale, step));
  const x = [...new Set([...steps, ...ends])].sort((a, b) => a - b);
  const indices = new Map(x.map((place, index) => [place, index]));
  const indexOf = (place: number): number => indices.get(place) as number;
  return { x, ofSteps: steps.map(indexOf), ofEpochs: ends.map(indexOf) };
}

function spread({ x }: Grid, indices: readonly number[], values: Column): Column {
  const column = new Array<number | null>(x.length).fill(null);
  indices.forEach((at, index) => (column[at] = values[index] ?? null));
  return column;
}

function stepLine(
  name: string,
  grid: Grid,
  { min, max }: CurveSeries,
  colour: number,
  isBucketed: boolean,
  smoothing: number,
): ChartLine {
  const middle = isBucketed ? middles(min, max) : min;
  const values = spread(grid, grid.ofSteps, smoothing > 0 ? smoothed(middle, smoothing) : middle);
  const base: ChartLine = { name, colour: seriesProperty(colour), values };
  if (isBucketed) {
    return { ...base, low: spread(grid, grid.ofSteps, min), high: spread(grid, grid.ofSteps, max) };
  }
  return smoothing > 0 ? { ...base, raw: spread(grid, grid.ofSteps, min) } : base;
}

function middles(min: Column, max: Column): Column {
  return min.map((low, index) => {
    const high = max[index];
    return low === null || high === null || high === undefined ? null : low + (high - low) / 2;
  });
}

function pushEpochs(
  lines: ChartLine[],
  name: string,
  grid: Grid,
  epochs: readonly KnownEpoch[],
  measure: string,
  colour: number,
): void {
  const values = epochs.map(({ measures }) => measures[measure] ?? null);
  if (values.every((value) => value === null)) return;
  const column = spread(grid, grid.ofEpochs, values);
  lines.push({ name, colour: seriesProperty(colour), values: column, isSparse: true });
}

function single(key: string, title: string, grid: Grid, line: ChartLine): CurveChart {
  return { key, title, model: { x: grid.x, lines: [line] } };
}

/** The loss first, the others in their order. */
function measuresOf(table: CurveTable, epochs: readonly KnownEpoch[]): string[] {
  const ofSteps = [...table.series.keys()].filter(
    (name) => name !== "learningRate" && name !== "durationMs" && !name.startsWith(gradientNorm),
  );
  const ofEpochs = Object.keys(epochs.at(-1)?.measures ?? {}).map((name) =>
    name.startsWith(validation) ? name.slice(validation.length) : name,
  );
  return [...new Set(["loss", ...ofSteps, ...ofEpochs])].filter(
    (name) => ofSteps.includes(name) || ofEpochs.includes(name),
  );
}
