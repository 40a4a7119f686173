import type { Predictions } from "@lockstep/client";
import { exitCodes } from "../exit-codes.js";
import { submitAndFollow } from "../follow-run.js";
import type { Io } from "../io.js";
import { openOutput, writeOutput, type NpyOutput } from "../npy-output.js";
import { nestedPredictions, predictionLines } from "../presentation/predictions-text.js";
import { formatEnding } from "../presentation/run-results.js";
import type { ClusterCommandOptions } from "./cluster-options.js";
import { modelSubmission } from "./evaluate.js";
import { withCluster } from "./with-cluster.js";

export interface PredictOptions extends ClusterCommandOptions {
  /** Path of an .npy file. */
  readonly output?: string;
}

/** `lockstep predict`: what a model says of data. */
export async function predictCommand(
  model: string,
  data: string | undefined,
  options: PredictOptions,
  io: Io,
): Promise<number> {
  const submission = modelSubmission("predict", model, data, options, io);
  const output = options.output === undefined ? undefined : await openOutput(options.output, io.cwd);
  return withCluster(options, io, async (follow) => {
    const { runId, end, outcome } = await submitAndFollow(submission, follow);
    if (end) for (const line of formatEnding(end)) io.stderr(`${line}\n`);
    if (outcome !== "completed") return exitCodes.failed;
    await print(runId, await follow.session.client.predictions(runId), output, options, io);
    return exitCodes.done;
  });
}

async function print(
  runId: string,
  predictions: Predictions,
  output: NpyOutput | undefined,
  options: PredictOptions,
  io: Io,
): Promise<void> {
  if (output) await writeOutput(output, predictions);
  if (options.json) {
    const { shape } = predictions;
    const values =
      options.output === undefined
        ? { predictions: nestedPredictions(predictions) }
        : { output: options.output };
    io.stdout(`${JSON.stringify({ runId, shape, ...values })}\n`);
  } else if (options.output === undefined) {
    for (const line of predictionLines(predictions)) io.stdout(line);
  }
}
