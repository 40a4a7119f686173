import type { CsvSource, CsvWindows } from "@lockstep/job";
import { GrowingValues } from "../datasets/growing-values.js";
import type { CsvTable } from "./csv.js";
import { parseNumber } from "./parse-number.js";
import { windowDataset } from "./series-windows.js";
import type { SourceData, SourceReading } from "./source-reading.js";

/**
 * Windows of a time series, as Keras's `timeseries_dataset_from_array` cuts them. A target begins `horizon` time steps
 * after the window's last.
 */
export async function readSeries(
  table: CsvTable,
  source: CsvSource,
  windows: CsvWindows,
  reading: SourceReading,
): Promise<SourceData> {
  const { columns, path } = table;
  const inputNames = source.columns ?? columns.names;
  const targetNames = windows.targets ?? inputNames;
  const inputColumns = inputNames.map((name) => columns.place(name));
  const targetColumns = reading.withTargets ? targetNames.map((name) => columns.place(name)) : [];
  const inputs = new GrowingValues(path);
  const targets = new GrowingValues(path);
  for await (const { cells, line } of table.rows) {
    const number = (column: number) =>
      parseNumber(cells[column] ?? "", () => `${path}: line ${line}: column ${columns.names[column]}`);
    inputs.pushAll(inputColumns.map(number));
    targets.pushAll(targetColumns.map(number));
  }
  const { length, samplingRate, horizon, steps } = windows;
  const target = {
    values: targets.finish(),
    offset: (length - 1 + horizon) * samplingRate,
    steps,
    layout: { name: "y", shape: targetShape(steps, targetColumns.length), timed: false },
  };
  const series = { place: path, inputs: inputs.finish(), features: inputColumns.length };
  return {
    dataset: windowDataset({ ...series, ...(reading.withTargets && { target }) }, windows, reading.padding),
  };
}

/** One number a step for one column, (steps); several columns are (columns), or (steps, columns). */
function targetShape(steps: number, columns: number): number[] {
  if (columns === 1) return [steps];
  return steps === 1 ? [columns] : [steps, columns];
}
