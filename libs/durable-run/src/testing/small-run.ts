import { incrementalParameterDigest, type RunIdentity } from "@lockstep/checkpoint";
import { parseJobValue } from "@lockstep/job";
import { initialParameters, planJob } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import { initialState, optimizerOf } from "@lockstep/optimizer";
import { ReductionTree } from "@lockstep/reduction";
import {
  sequencesOf,
  type CheckpointPolicy,
  type ComputeRange,
  type RunDefinition,
} from "@lockstep/training-run";

const job = parseJobValue({
  data: { train: { npz: "data.npz" } },
  model: { layers: [{ type: "Dense", units: 1 }] },
  loss: "mean_squared_error",
});
const plan = planJob(job, [[2]]);
const optimizer = optimizerOf(job.optimizer, plan.parameters);

export const identity: RunIdentity = {
  runId: "small",
  job,
  inputShapes: [[2]],
  preprocessing: {},
  dataDigest: "d".repeat(64),
};

/** Four epochs of three steps and a validation, then a test. */
export function smallRun(checkpoints: CheckpointPolicy = { everySteps: 2 }): RunDefinition {
  return {
    shape: {
      kind: "train",
      seed: 3,
      epochs: 4,
      batchSize: 8,
      microBatchSize: 2,
      shuffle: true,
      sequences: { train: 20, validation: 4, test: 10 },
    },
    plan,
    objective: objectiveOf(job, plan),
    optimizer,
    initial: initialState(optimizer, initialParameters(plan, 7)),
    minWorkers: 1,
    leaseDurationMs: 1000,
    determinism: "strict",
    digest: incrementalParameterDigest,
    checkpoints,
  };
}

/**
 * Toy gradients whose bits show every difference of order, parameters or data.
 * @param offset of all data
 */
export function toyCompute(offset = 0): ComputeRange {
  return ({ round, node }, parameters) => {
    const tree = new ReductionTree(node.count);
    for (let index = 0; index < node.count; index++) {
      const gradient = new Float32Array(round.purpose === "gradient" ? parameters.length : 0);
      const statistics = new Float64Array(smallStatistics);
      for (const sequence of sequencesOf(round, node.first + index, 1)) {
        const value = Math.fround((((sequence + offset) * 7919 + 13) % 1009) / 313);
        for (let at = 0; at < gradient.length; at++)
          gradient[at] = (gradient[at] ?? 0) + value * (at + 1) - (parameters[at] ?? 0);
        statistics[0] = (statistics[0] ?? 0) + value * (parameters[0] ?? 0);
        statistics[1] = (statistics[1] ?? 0) + 1;
      }
      tree.add({ first: index, count: 1 }, { gradient, statistics });
    }
    if (!tree.root) throw new Error("an empty range");
    return { ...tree.root, predictions: new Float32Array(), states: new Float32Array() };
  };
}

const smallStatistics = objectiveOf(job, plan).statisticsLength;
