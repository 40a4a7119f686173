import type { RunIdentity } from "@lockstep/checkpoint";
import { parseJobValue, type Job } from "@lockstep/job";
import { planJob, type ModelPlan } from "@lockstep/model";
import type { RunFeature } from "./run-features.js";

/** One input sequence: (time steps, features). */
const inputShapes = [[8, 1]];

/** A job with the run's feature, as far as a job can say it, and what it makes: 8 parameters, 2 states a sequence. */
export function simulatedJob(feature: RunFeature): { job: Job; plan: ModelPlan } {
  const { stateful = false, truncate } = feature.shape ?? {};
  const job = parseJobValue({
    name: feature.name,
    seed: 3,
    data: { train: { random: { sequences: 25, timeSteps: 8, features: 1, labels: "binary" } } },
    model: { layers: [{ type: "SimpleRNN", units: 2, stateful, returnSequences: truncate !== undefined }] },
    loss: "mean_squared_error",
    optimizer: { type: "Adam", learningRate: 0.01, ...feature.optimizer },
    fit: { epochs: 2, batchSize: 6, shuffle: false, ...(truncate === undefined ? {} : { truncate }) },
    cluster: { microBatchSize: 2 },
  });
  return { job, plan: planJob(job, inputShapes) };
}

/** What the run's checkpoints say of it. */
export function simulatedIdentity(job: Job): RunIdentity {
  return {
    runId: "simulated",
    job,
    inputShapes,
    preprocessing: {},
    dataDigest: "0".repeat(64),
  };
}
