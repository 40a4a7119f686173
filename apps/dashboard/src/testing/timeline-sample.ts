import type { RoundTimeline, TimelinePage, WorkSpan } from "@lockstep/telemetry/views";

/** One range of a worker; times are milliseconds after the round's begin. */
export function spanOf(
  workerId: string,
  range: readonly [first: number, count: number],
  times: readonly [began: number, ended: number],
  more: Partial<WorkSpan> = {},
): WorkSpan {
  const [first, count] = range;
  const [beganMs, endedMs] = times;
  return {
    workerId,
    first,
    count,
    kind: "primary",
    assignedMs: beganMs - 1,
    beganMs,
    endedMs,
    computeMs: 0.9 * (endedMs - beganMs),
    outcome: "counted",
    ...more,
  };
}

export function roundOf(spans: readonly WorkSpan[], more: Partial<RoundTimeline> = {}): RoundTimeline {
  const beganMs = Math.min(...spans.map((span) => span.assignedMs));
  const endedMs = Math.max(...spans.map((span) => span.endedMs)) + 2;
  const split = {
    parametersMs: 1,
    computeMs: endedMs - beganMs - 5,
    resultsMs: 1,
    reductionMs: 0.5,
    optimizerMs: 1.5,
    waitingMs: 1,
  };
  return {
    round: 0,
    purpose: "gradient",
    step: 1,
    beganMs,
    endedMs,
    microBatches: spans.reduce((sum, { count }) => sum + count, 0),
    split,
    spans,
    ...more,
  };
}

/** Three workers, of which the third takes twice as long and is helped out now and then. */
export function timelineSample(rounds = 12, startMs = 1_796_000_000_000): TimelinePage {
  let now = startMs;
  const all = Array.from({ length: rounds }, (_, index) => {
    const round = sampleRound(index, now);
    now = round.endedMs + 1;
    return round;
  });
  return { runId: "adding-lstm", rounds: all };
}

function sampleRound(index: number, at: number): RoundTimeline {
  const jitter = (worker: number) => 3 * Math.sin(7 * index + 2 * worker);
  const spans = [
    spanOf("worker-1", [0, 4], [at + 1, at + 22 + jitter(1)]),
    spanOf("worker-1", [12, 2], [at + 23 + jitter(1), at + 34 + jitter(1)]),
    spanOf("worker-2", [4, 4], [at + 1.5, at + 23 + jitter(2)]),
    spanOf("worker-2", [14, 2], [at + 24 + jitter(2), at + 35 + jitter(2)]),
  ];
  spans.push(...slowSpans(index, at + 2));
  return roundOf(spans, { round: 100 + index, step: 101 + index, beganMs: at });
}

function slowSpans(index: number, at: number): readonly WorkSpan[] {
  switch (index % 5) {
    case 2:
      return [
        spanOf("worker-3", [8, 4], [at, at + 46], { outcome: "dropped" }),
        spanOf("worker-1", [8, 4], [at + 36, at + 55], { kind: "speculative" }),
      ];
    case 3:
      return [
        spanOf("worker-3", [8, 4], [at, at + 44]),
        spanOf("worker-2", [8, 4], [at + 37, at + 42], { kind: "speculative", outcome: "revoked" }),
        spanOf("worker-1", [8, 1], [at + 37, at + 42], { kind: "audit" }),
      ];
    case 4:
      return [
        spanOf("worker-3", [8, 4], [at, at + 12], { outcome: "lost" }),
        spanOf("worker-2", [8, 4], [at + 36, at + 56]),
      ];
    default:
      return [spanOf("worker-3", [8, 4], [at, at + 47])];
  }
}
