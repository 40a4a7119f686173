import { parseJobValue } from "@lockstep/job";
import { planJob } from "@lockstep/model";
import { parameterDigest } from "../parameter-digest.js";
import type { RunCheckpoint, RunIdentity } from "../run-checkpoint.js";

/** A run with 5 parameters: its checkpoints are small enough to damage them in every way. */
export const identity: RunIdentity = {
  runId: "sample-1",
  job: parseJobValue({
    data: { train: { npz: "data.npz" } },
    model: {
      layers: [
        { type: "SimpleRNN", units: 1 },
        { type: "Dense", units: 1 },
      ],
    },
    loss: "mean_squared_error",
    seed: 5,
  }),
  inputShapes: [[3, 1]],
  preprocessing: {},
  dataDigest: "d".repeat(64),
};

export const parameterCount = planJob(identity.job, identity.inputShapes).parameterCount;

/** The run after so many steps. */
export function checkpointAt(step: number, change: Partial<RunCheckpoint> = {}): RunCheckpoint {
  const parameters = filled(parameterCount, step + 0.5);
  const moments = [filled(parameterCount, step / 3), filled(parameterCount, step / 7)];
  return {
    round: 2 * step,
    step,
    epoch: Math.floor(step / 10),
    digest: parameterDigest(parameters),
    state: { step, parameters, moments },
    vectors: { "best weights": filled(parameterCount, -0), carried: filled(2, step) },
    progress: { cursor: [step, null], texts: { best: "Infinity", ü: true } },
    ...change,
  };
}

function filled(length: number, value: number): Float32Array {
  return Float32Array.from({ length }, (_, index) => value - index);
}
