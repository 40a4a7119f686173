import { incrementalParameterDigest } from "@lockstep/checkpoint";
import type { Job } from "@lockstep/job";
import { initialParameters, planJob } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import { initialState, optimizerOf } from "@lockstep/optimizer";
import type { RunDefinition } from "@lockstep/training-run";

/**
 * A training as a coordinator makes it of a job, without checkpoints.
 * @param inputShape of one sequence
 */
export function definitionOfJob(job: Job, inputShape: readonly number[], sequences: number): RunDefinition {
  const plan = planJob(job, [inputShape]);
  const optimizer = optimizerOf(job.optimizer, plan.parameters);
  const { epochs, batchSize, shuffle } = job.fit;
  const { microBatchSize, leaseDurationMs } = job.cluster;
  return {
    shape: {
      ...{ kind: "train", seed: job.seed, epochs, batchSize, microBatchSize, shuffle },
      sequences: { train: sequences, validation: 0, test: 0 },
    },
    plan,
    objective: objectiveOf(job, plan),
    optimizer,
    initial: initialState(optimizer, initialParameters(plan, job.seed)),
    minWorkers: 1,
    leaseDurationMs,
    determinism: job.determinism,
    digest: incrementalParameterDigest,
  };
}
