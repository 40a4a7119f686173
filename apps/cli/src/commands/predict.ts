import { CliError } from "../cli-error.js";
import { exitCodes } from "../exit-codes.js";
import { submitAndFollow } from "../follow-run.js";
import type { Io } from "../io.js";
import { openOutput } from "../output-file.js";
import { printPredictions, type PrintOptions } from "../presentation/print-predictions.js";
import { formatEnding } from "../presentation/run-results.js";
import type { ModelCommandOptions } from "./cluster-options.js";
import { modelSubmission, withItsModel } from "./evaluate.js";
import { withCluster } from "./with-cluster.js";

export interface PredictOptions extends ModelCommandOptions {
  /** Path of an .npy file. */
  readonly output?: string;
  readonly labels?: boolean;
  /** Tokens to write. */
  readonly generate?: number;
  readonly prompt?: string;
  readonly temperature?: number;
  readonly seed?: number;
  /** Time steps to predict ahead. */
  readonly steps?: number;
}

/** `lockstep predict`: what a model says of data, or what it writes. */
export async function predictCommand(
  model: string,
  data: string | undefined,
  options: PredictOptions,
  io: Io,
): Promise<number> {
  checkOptions(data, options);
  if (options.generate !== undefined) {
    const { generateCommand } = await import("./generate.js");
    return generateCommand(model, options.generate, options, io);
  }
  if (options.steps !== undefined) {
    const { forecastCommand } = await import("./forecast.js");
    return forecastCommand(model, data, options.steps, options, io);
  }
  return predictOnCluster(model, data, options, io);
}

async function predictOnCluster(
  model: string,
  data: string | undefined,
  options: PredictOptions,
  io: Io,
): Promise<number> {
  const print = await printOptions(options, io);
  const submission = await modelSubmission("predict", model, data, options, io);
  return withCluster(options, io, async (follow) => {
    const record = await submitAndFollow(await withItsModel(submission, follow.session), follow);
    const { runId, outcome } = record;
    for (const line of formatEnding(record)) io.stderr(`${line}\n`);
    if (outcome !== "completed") return exitCodes.failed;
    const predictions = await follow.session.client.predictions(runId);
    await printPredictions(predictions, { ...print, heading: { runId } }, io);
    return exitCodes.done;
  });
}

/** Where the predictions are to go; looked at before anything is computed. */
export async function printOptions(
  { output, labels = false, json = false }: PredictOptions,
  io: Io,
): Promise<Omit<PrintOptions, "heading">> {
  const where =
    output === undefined ? {} : { output: { asTyped: output, file: await openOutput(output, io.cwd) } };
  return { ...where, labels, json };
}

const ofGenerate = ["prompt", "temperature", "seed"] as const;
const notWithGenerate = ["data", "output", "labels", "steps", "coordinator"] as const;
const notWithSteps = ["labels", "coordinator"] as const;

/** @throws {CliError} for options that do not go together */
function checkOptions(data: string | undefined, options: PredictOptions): void {
  if (options.generate === undefined) {
    for (const name of ofGenerate)
      if (options[name] !== undefined) throw refuse(name, "--generate with it, got none");
  } else {
    if (data !== undefined) throw new CliError("usage", `DATA: expected none with --generate, got ${data}`);
    for (const name of notWithGenerate)
      if (options[name] !== undefined) throw refuse(name, "nothing with --generate");
  }
  if (options.steps === undefined) return;
  for (const name of notWithSteps)
    if (options[name] !== undefined) throw refuse(name, "nothing with --steps");
}

function refuse(name: keyof PredictOptions, expected: string): CliError {
  return new CliError("usage", `--${name}: expected ${expected}`);
}
