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

/** Puts a page and what came after it together: in buckets of as many steps. */
export function curveTable(page: SeriesPage | undefined, tail: LiveTail): CurveTable {
  const bucketSteps = page?.bucketSteps ?? 1;
  const start = tail.firstAfter(page?.to ?? 0);
  const firsts: number[] = [];
  for (let at = start; at < tail.steps.length; at += bucketSteps) firsts.push(at);
  const of = (values: readonly number[]): number[] => firsts.map((at) => values[at] as number);
  const steps = [...(page?.steps ?? []), ...of(tail.steps)];
  const times = rising([...(page?.times ?? []), ...of(tail.times)]);
  const series = new Map<string, CurveSeries>();
  const answered = new Map((page?.series ?? []).map((each) => [each.name, each]));
  const before = new Array<null>(page?.steps.length ?? 0).fill(null);
  for (const name of new Set([...answered.keys(), ...tail.names])) {
    const { min = before, max = before } = answered.get(name) ?? {};
    const column = tail.column(name);
    const low = [...min, ...reduced(column, firsts, bucketSteps, Math.min)];
    const isSteps = bucketSteps === 1;
    series.set(name, {
      min: low,
      max: isSteps ? low : [...max, ...reduced(column, firsts, bucketSteps, Math.max)],
    });
  }
  return { steps, times, bucketSteps, series };
}

/** One value for each bucket, which begins at an index of `firsts`. */
function reduced(
  column: Column | undefined,
  firsts: readonly number[],
  bucketSteps: number,
  pick: (a: number, b: number) => number,
): Column {
  return firsts.map((first) => {
    let picked: number | null = null;
    for (let at = first; at < first + bucketSteps; at += 1) {
      const value = column?.[at];
      if (value !== null && value !== undefined) picked = picked === null ? value : pick(picked, value);
    }
    return picked;
  });
}

/** Clocks may be set back, but nothing is drawn backwards. */
function rising(times: number[]): readonly number[] {
  for (let index = 1; index < times.length; index += 1) {
    times[index] = Math.max(times[index] as number, times[index - 1] as number);
  }
  return times;
}
