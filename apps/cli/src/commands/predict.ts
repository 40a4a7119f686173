import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Predictions } from "@lockstep/client";
import { CliError } from "../cli-error.js";
import { exitCodes } from "../exit-codes.js";
import { submitAndFollow } from "../follow-run.js";
import type { Io } from "../io.js";
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
  return withCluster(options, io, async (follow) => {
    const { runId, end, outcome } = await submitAndFollow(submission, follow);
    if (end) for (const line of formatEnding(end)) io.stderr(`${line}\n`);
    if (outcome !== "completed") return exitCodes.failed;
    await print(runId, await follow.session.client.predictions(runId), options, io);
    return exitCodes.done;
  });
}

async function print(
  runId: string,
  predictions: Predictions,
  options: PredictOptions,
  io: Io,
): Promise<void> {
  if (options.output !== undefined) await writeNpyFile(resolve(io.cwd, options.output), predictions);
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

async function writeNpyFile(path: string, { shape, values }: Predictions): Promise<void> {
  const { serialiseNpy } = await import("@lockstep/sequence-data");
  try {
    await writeFile(path, serialiseNpy(shape, values));
  } catch (cause) {
    throw new CliError("failed", `--output ${path}: cannot be written: ${(cause as Error).message}`, {
      cause,
    });
  }
}
