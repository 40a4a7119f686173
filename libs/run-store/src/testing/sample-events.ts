import type { RunEvent, RunEventBody } from "@lockstep/telemetry";

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

export function step(number: number): RunEventBody {
  return {
    type: "step",
    round: number - 1,
    step: number,
    epoch: 1 + Math.floor((number - 1) / 4),
    stepInEpoch: 1 + ((number - 1) % 4),
    measures: { loss: 1 / number },
    epochMeasures: { loss: 0.1 + 1 / number },
    learningRate: 0.001,
    gradientNorms: { simple_rnn: 0.25, dense: 1e-30 },
    digest: `digest-${number}`,
    durationMs: 1.5,
    workers: 2,
  };
}

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

export function joined(workerId: string): RunEventBody {
  return { type: "worker-joined", workerId, slots: 2, backend: "tensorflow", fingerprint: "f" };
}

export const finished: RunEventBody = {
  type: "run-finished",
  outcome: "completed",
  steps: 8,
  finalDigest: "f",
  droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
};

/** Events of a run with numbers from `first` on. */
export function numbered(runId: string, first: number, ...bodies: RunEventBody[]): RunEvent[] {
  return bodies.map((body, index) => ({
    ...body,
    sequence: first + index,
    runId,
    time: 1000 + first + index,
  }));
}
