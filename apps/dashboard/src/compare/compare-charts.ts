import type { EpochRow, SeriesPage } from "@lockstep/telemetry/views";
import type { ChartLine, ChartModel, Column } from "../charts/chart-model.js";
import { smoothed } from "../run/curves/smoothing.js";
import type { ComparedRun } from "./compared-run.js";

/** What runs are drawn over, so that different ones can be laid over each other. */
export type CompareAxis = "step" | "epoch" | "relative";

/** A run with what is known of its course. */
export interface CompareCurves {
  readonly of: ComparedRun;
  readonly series?: SeriesPage | undefined;
  readonly epochs: readonly EpochRow[];
}

/** One measure of all runs. */
export interface CompareChart {
  readonly key: string;
  readonly title: string;
  readonly model: ChartModel;
}

interface Points {
  readonly x: readonly number[];
  readonly line: Omit<ChartLine, "values" | "raw" | "low" | "high">;
  readonly values: Column;
  readonly raw?: Column;
}

/** A chart for each measure that any of the runs has: each run a line, in its colour. */
export function compareCharts(
  curves: readonly CompareCurves[],
  options: { readonly axis: CompareAxis; readonly smoothing: number },
): readonly CompareChart[] {
  return namesOf(curves).flatMap((name) => {
    const points = curves.flatMap((one) => pointsOf(one, name, options) ?? []);
    return points.length === 0 ? [] : [{ key: name, title: titles[name] ?? name, model: modelOf(points) }];
  });
}

const titles: Readonly<Record<string, string>> = { learningRate: "learning rate" };

/** The loss first, measures of validation right behind those of training, the learning rate last. */
function namesOf(curves: readonly CompareCurves[]): readonly string[] {
  const ofSteps = curves.flatMap(({ series }) => series?.series.map(({ name }) => name) ?? []);
  const ofEpochs = curves.flatMap(({ epochs }) => Object.keys(epochs.at(-1)?.measures ?? {}));
  const measures = [...ofSteps.filter((name) => !isOfTraining(name)), ...ofEpochs.map(withoutValidation)];
  const names = ["loss", ...measures].flatMap((name) => [name, `val_${name}`]);
  return [...new Set([...names, "learningRate"])];
}

function isOfTraining(name: string): boolean {
  return name === "learningRate" || name === "durationMs" || name.startsWith("gradientNorm/");
}

function withoutValidation(name: string): string {
  return name.startsWith("val_") ? name.slice("val_".length) : name;
}

function pointsOf(
  curves: CompareCurves,
  name: string,
  { axis, smoothing }: { readonly axis: CompareAxis; readonly smoothing: number },
): Points | undefined {
  const { of, series, epochs } = curves;
  const line = { name: of.title, colour: of.colour };
  const place = placing(curves, axis);
  const found = series?.series.find((one) => one.name === name);
  if (series && found) {
    const raw = found.min.map((low, index) => middle(low, found.max[index]));
    const x = series.steps.map((step, index) => place(step, series.times[index] as number));
    return smoothing > 0 && name !== "learningRate"
      ? { x, line, values: smoothed(raw, smoothing), raw }
      : { x, line, values: raw };
  }
  const rows = epochs.filter(({ measures }) => name in measures);
  if (rows.length === 0) return undefined;
  return {
    x: rows.map(({ step, time }) => place(step, time)),
    line: { ...line, isSparse: true },
    values: rows.map(({ measures }) => measures[name] ?? null),
  };
}

function placing(
  { of, series, epochs }: CompareCurves,
  axis: CompareAxis,
): (step: number, time: number) => number {
  switch (axis) {
    case "step":
      return (step) => step;
    case "epoch": {
      const { totalSteps, epochs: inAll } = of.run;
      const stepsPerEpoch = inAll > 0 && totalSteps > 0 ? totalSteps / inAll : 1;
      return (step) => step / stepsPerEpoch;
    }
    case "relative": {
      const origin = series?.times[0] ?? epochs[0]?.time ?? 0;
      return (_step, time) => time - origin;
    }
  }
}

function middle(low: number | null, high: number | null | undefined): number | null {
  return low === null || high === null || high === undefined ? null : low + (high - low) / 2;
}

/** All lines over the places that any of them has. */
function modelOf(points: readonly Points[]): ChartModel {
  const x = [...new Set(points.flatMap((one) => one.x))].sort((a, b) => a - b);
  const indices = new Map(x.map((place, index) => [place, index]));
  const spread = (of: Points, values: Column): Column => {
    const column = new Array<number | null>(x.length).fill(null);
    of.x.forEach((place, index) => (column[indices.get(place) as number] = values[index] ?? null));
    return column;
  };
  const lines = points.map((one): ChartLine => {
    const line = { ...one.line, values: spread(one, one.values) };
    return one.raw ? { ...line, raw: spread(one, one.raw) } : line;
  });
  return { x, lines };
}
