import { csv, type Cell } from "../../downloads/csv.js";
import type { AxisScale } from "./curve-axis.js";
import type { CurveTable } from "./curve-table.js";

/** The steps that are shown as CSV; with buckets of several steps, the least and the greatest value of each. */
export function curvesCsv(table: CurveTable, { stepsPerEpoch }: Pick<AxisScale, "stepsPerEpoch">): string {
  const isBucketed = table.bucketSteps > 1;
  const names = [...table.series.keys()];
  const columns = names.flatMap((name) => (isBucketed ? [`${name}_min`, `${name}_max`] : [name]));
  return csv(["step", "epoch", "time", ...columns], rows(table, stepsPerEpoch, isBucketed));
}

function* rows(table: CurveTable, stepsPerEpoch: number, isBucketed: boolean): Iterable<readonly Cell[]> {
  const series = [...table.series.values()];
  for (const [index, step] of table.steps.entries()) {
    const epoch = stepsPerEpoch > 0 ? step / stepsPerEpoch : null;
    const time = new Date(table.times[index] as number).toISOString();
    const values = series.flatMap(({ min, max }) => (isBucketed ? [min[index], max[index]] : [min[index]]));
    yield [step, epoch, time, ...values];
  }
}
