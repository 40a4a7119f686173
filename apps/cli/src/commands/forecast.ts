import type { SavedModel } from "@lockstep/checkpoint";
import { dataSourceOfFile, type DataSource } from "@lockstep/job";
import { openData } from "@lockstep/sequence-data";
import type { BackendChoice } from "@lockstep/worker";
import { CliError } from "../cli-error.js";
import { exitCodes } from "../exit-codes.js";
import { forecastModelOf, seriesSource, type ForecastModel } from "../generation/forecast-model.js";
import { forecast } from "../generation/forecast.js";
import type { Io } from "../io.js";
import { dataArgument } from "../job-source/data-argument.js";
import { printPredictions } from "../presentation/print-predictions.js";
import { loadNamedModel, openPackaged, type OpenPredictor } from "./generate.js";
import { printOptions, type PredictOptions } from "./predict.js";

/** `lockstep predict --steps`: how a time series goes on after its end, a line a time step. */
export async function forecastCommand(
  named: string,
  path: string | undefined,
  steps: number,
  options: PredictOptions,
  io: Io,
  open: OpenPredictor = openPackaged,
): Promise<number> {
  const given = dataArgument({ path, inline: options.data }, (path) => path);
  const print = await printOptions(options, io);
  const saved = await loadNamedModel(named, options, io);
  const model = forecastModelOf(saved);
  const window = await lastWindow(sourceOf(given, saved), model, saved, io);
  const predictor = await open(saved, options.backend as BackendChoice);
  try {
    const standardisation = saved.preprocessing.standardisation ?? [];
    const values = forecast(predictor, model, { window, steps, standardisation });
    const shape = [steps, model.columns];
    await printPredictions({ shape, values }, { ...print, heading: { model: named } }, io);
    return exitCodes.done;
  } finally {
    predictor.close();
  }
}

/** What is to go on: what was named, else the job's test data, else its training data. */
function sourceOf(given: DataSource | string | undefined, { job }: SavedModel): DataSource {
  const { train, test } = job.data;
  if (typeof given === "string") return dataSourceOfFile(given, train);
  return given ?? (test === undefined || test === "same" ? train : test);
}

/** The last time steps of a series, as the model is given them; (timeSteps, columns). */
async function lastWindow(
  source: DataSource,
  { windows, columns }: ForecastModel,
  { job, preprocessing }: SavedModel,
  { cwd }: Io,
): Promise<Float32Array> {
  const { seed, data } = job;
  const { dataset } = await openData(
    // Of windows that begin at every row, the last one ends at the last row.
    { ...seriesSource(source), windows: { ...windows, stride: 1 } },
    { baseDir: cwd, seed, part: "test", targets: "absent", padding: data.padding, preprocessing },
  );
  const got = dataset.layout.inputs[0]?.shape.at(-1);
  if (got === columns) return dataset.row(dataset.sequences - 1);
  throw new CliError("usage", `data: expected ${columns} columns as the model was trained on, got ${got}`);
}
