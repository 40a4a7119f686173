import type { SavedModel } from "@lockstep/checkpoint";
import type { CsvSource, CsvWindows, DataSource } from "@lockstep/job";
import { CliError } from "../cli-error.js";

/** What a model that tells the next values of a series was trained on. */
export interface ForecastModel {
  /** Columns of the series, all of which it predicts. */
  readonly columns: number;
  /** How the series is cut; `steps` is what one prediction tells. */
  readonly windows: CsvWindows;
}

/** @throws {CliError} naming why predictions cannot be fed back, where they cannot */
export function forecastModelOf({ job, plan, inputShapes }: SavedModel): ForecastModel {
  const { train } = job.data;
  if (!("csv" in train && train.windows)) {
    throw refuse("a model trained on windows of a time series (data.train: csv with windows)", kindOf(train));
  }
  const { windows, columns } = train;
  const features = inputShapes[0]?.at(-1) ?? 0;
  if (windows.horizon !== 1) throw refuse("windows.horizon: 1, the next time step", windows.horizon);
  // Of a series of one column there is just that one to predict.
  const isSame = windows.targets === undefined || features === 1 || isEqual(windows.targets, columns);
  if (!isSame) {
    const shown = columns?.join(", ") ?? "all columns, or columns to be said too";
    throw refuse(`windows.targets: the columns of the inputs (${shown})`, windows.targets?.join(", "));
  }
  const size = plan.outputShape.reduce((product, axis) => product * axis, 1);
  const expected = windows.steps * features;
  if (size !== expected) throw refuse(`an output of ${expected} values, the next ones of the inputs`, size);
  return { columns: features, windows };
}

/** A file that a series can be read from. @throws {CliError} for one of another kind */
export function seriesSource(source: DataSource): CsvSource {
  if ("csv" in source) return source;
  throw refuse("a time series to go on, data of the kind csv", kindOf(source));
}

function kindOf(source: DataSource): string {
  return Object.keys(source)[0] ?? "nothing";
}

function isEqual(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && a.every((name, index) => name === b[index]);
}

function refuse(expected: string, got: unknown): CliError {
  return new CliError("usage", `--steps: expected ${expected}, got ${String(got)}`);
}
