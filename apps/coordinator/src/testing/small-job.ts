import { parseJobValue, type Job } from "@lockstep/job";
import type { Assignment, Result } from "@lockstep/protocol";
import { resultFor } from "./raw-worker.js";

/** SimpleRNN(2) on one feature and Dense(1): 2 + 4 + 2 + 2 + 1 parameters. */
export const parameterCount = 11;

/** 3 epochs of 4 steps, each of one micro-batch; a checkpoint every 2 steps. */
export function smallJob(change: Record<string, unknown> = {}): Job {
  return parseJobValue({
    name: "test",
    data: { train: { random: { sequences: 16, timeSteps: 3, features: 1, labels: "binary" } }, test: "same" },
    model: {
      layers: [
        { type: "SimpleRNN", units: 2 },
        { type: "Dense", units: 1, activation: "sigmoid" },
      ],
    },
    loss: "binary_crossentropy",
    fit: { epochs: 3, batchSize: 4 },
    cluster: { microBatchSize: 4 },
    checkpoints: { everySteps: 2, everySeconds: 0 },
    ...change,
  });
}

/** As a backend would: equal assignments give equal results, others give others. */
export function smallAnswer(assignment: Assignment): Result {
  const { purpose, sequences, parametersVersion } = assignment;
  const seed = 1 + (sequences[0] ?? 0) + parametersVersion;
  const length = purpose === "gradient" ? parameterCount : 0;
  const gradient = Float32Array.from({ length }, (_, index) => ((seed * (index + 3)) % 7) - 3);
  return resultFor(assignment, parameterCount, { gradient });
}
