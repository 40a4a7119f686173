import type { Measures, RunEvent, RunEventBody } from "@lockstep/telemetry";

let sequence = 0;

export function event(body: RunEventBody): RunEvent {
  return { ...body, sequence: ++sequence, runId: "r1", time: 0 };
}

export function submitted(settings: { epochs?: number; stepsPerEpoch?: number } = {}): RunEvent {
  const { epochs = 2, stepsPerEpoch = 2 } = settings;
  const totalSteps = epochs * stepsPerEpoch;
  return event({
    type: "run-submitted",
    name: "n",
    kind: "train",
    totalSteps,
    epochs,
    stepsPerEpoch,
    sequences: 8,
  });
}

export function started(workers = 2): RunEvent {
  return event({ type: "run-started", workers, fingerprint: "f" });
}

export function step(number: number, measures: Measures = { loss: 0.7062, accuracy: 0.5235 }): RunEvent {
  return event({
    type: "step",
    round: number - 1,
    step: number,
    epoch: Math.ceil(number / 2),
    stepInEpoch: 1 + ((number - 1) % 2),
    measures,
    epochMeasures: measures,
    learningRate: 0.001,
    gradientNorms: {},
    digest: `digest-${number}`,
    durationMs: 5,
    workers: 2,
  });
}

export function epoch(number: number, measures: Measures = { loss: 0.7062, accuracy: 0.5235 }): RunEvent {
  return event({ type: "epoch", round: 2 * number - 1, epoch: number, steps: 2, measures, durationMs: 10 });
}

export function tested(measures: Measures = { loss: 0.6803, accuracy: 0.57 }): RunEvent {
  return event({ type: "tested", round: 4, measures, steps: 2, durationMs: 6 });
}

export function finished(settings: Partial<RunEventBody & { type: "run-finished" }> = {}): RunEvent {
  return event({
    type: "run-finished",
    outcome: "completed",
    steps: 4,
    finalDigest: "abc",
    model: "/m.safetensors",
    test: { loss: 0.6803, accuracy: 0.57 },
    droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
    ...settings,
  });
}

/** A small whole run. */
export function wholeRun(): readonly RunEvent[] {
  return [
    submitted(),
    started(),
    step(1),
    step(2),
    epoch(1),
    step(3),
    step(4),
    epoch(2),
    tested(),
    finished(),
  ];
}
