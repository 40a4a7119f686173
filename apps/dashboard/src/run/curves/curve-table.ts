import type { SeriesPage } from "@lockstep/telemetry/views";
import type { Column } from "../../charts/chart-model.js";
import type { LiveTail } from "./live-tail.js";

/** Least and greatest value of each bucket of a series; the same column where each bucket is a step. */
export interface CurveSeries {
  readonly min: Column;
  readonly max: Column;
}

/** What is known of a run's steps: what the coordinator answered, and the steps since. */
export interface CurveTable {
  /** First step of each bucket, and when it was told. */
  readonly steps: readonly number[];
  readonly times: readonly number[];
  readonly bucketSteps: number;
  readonly series: ReadonlyMap<string, CurveSeries>;
}

/** Puts a page and what came after it together. */
export function curveTable(page: SeriesPage | undefined, tail: LiveTail): CurveTable {
  const last = page?.to ?? 0;
  const start = tail.firstAfter(last);
  const before = page?.steps.length ?? 0;
  const steps = [...(page?.steps ?? []), ...tail.steps.slice(start)];
  const times = rising([...(page?.times ?? []), ...tail.times.slice(start)]);
  const bucketSteps = page?.bucketSteps ?? 1;
  const series = new Map<string, CurveSeries>();
  for (const { name, min, max } of page?.series ?? []) {
    const live = liveColumn(tail, name, start);
    const low = [...min, ...live];
    series.set(name, { min: low, max: bucketSteps === 1 ? low : [...max, ...live] });
  }
  for (const name of tail.names) {
    if (series.has(name)) continue;
    const column = [...new Array<null>(before).fill(null), ...liveColumn(tail, name, start)];
    series.set(name, { min: column, max: column });
  }
  return { steps, times, bucketSteps, series };
}

function liveColumn(tail: LiveTail, name: string, start: number): Column {
  const column = tail.column(name);
  return column ? column.slice(start) : new Array<null>(tail.steps.length - start).fill(null);
}

/** Clocks may be set back, but nothing is drawn backwards. */
function rising(times: number[]): readonly number[] {
  for (let index = 1; index < times.length; index += 1) {
    times[index] = Math.max(times[index] as number, times[index - 1] as number);
  }
  return times;
}
