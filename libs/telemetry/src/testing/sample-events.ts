import type { RunEventBody } from "../events.js";

export const submitted: RunEventBody = {
  type: "run-submitted",
  name: "n",
  kind: "train",
  totalSteps: 8,
  epochs: 2,
  stepsPerEpoch: 4,
  sequences: 100,
};

export const progress: RunEventBody = {
  type: "evaluation-progress",
  round: 9,
  part: "test",
  done: 1,
  total: 2,
};

export const joined: RunEventBody = {
  type: "worker-joined",
  workerId: "w",
  slots: 2,
  backend: "tensorflow",
  fingerprint: "f",
};

export function epoch(number: number): RunEventBody {
  return {
    type: "epoch",
    round: 4 * number - 1,
    epoch: number,
    steps: 4,
    measures: { loss: 1 / number },
    durationMs: 3,
  };
}

export function finished(outcome: "completed" | "failed" = "completed"): RunEventBody {
  return {
    type: "run-finished",
    outcome,
    steps: 8,
    finalDigest: "f",
    droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
  };
}
