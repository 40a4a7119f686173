import type { Measures, RunOutcome } from "@lockstep/telemetry";
import type { RunRecord } from "./run-record.js";

/** What `run --json` prints. */
export interface RunDocument {
  readonly runId: string;
  readonly outcome: RunOutcome | "unknown";
  /** Why, where it failed or was stopped. */
  readonly reason?: string;
  /** `loss` and each metric of the step's global batch are beside the other keys. */
  readonly steps: readonly Readonly<Record<string, number | string>>[];
  /** As Keras's History: a list by measure, one number an epoch. */
  readonly history: Readonly<Record<string, readonly number[]>>;
  /** Whole epochs done: fewer than the job's where a callback or somebody ended the training. */
  readonly epochs: number;
  readonly test: Measures | null;
  readonly finalDigest: string | null;
  readonly model: string | null;
  /** Where the best epoch's model is, and the table of epochs, where the job asks for them. */
  readonly best?: string;
  readonly log?: string;
  /** Workers when the first step was given out. */
  readonly workers: number;
  readonly checkpoints: number;
  /** Times that the run was taken up again after its coordinator had ended. */
  readonly recoveries: number;
  /** Micro-batches of stragglers that were given to others too. */
  readonly speculated: number;
  /** Workers that got nothing more of the run, and why. */
  readonly quarantined: Readonly<Record<string, string>>;
  readonly droppedResults: {
    readonly stale: number;
    readonly duplicate: number;
    readonly unsolicited: number;
  };
}

export function runDocument(record: RunRecord): RunDocument {
  const { runId, end, workers } = record;
  return {
    runId,
    outcome: end?.outcome ?? "unknown",
    ...(end?.reason === undefined ? {} : { reason: end.reason }),
    steps: record.steps.map(({ step, epoch, measures, digest }) => ({ step, epoch, ...measures, digest })),
    history: historyOf(record.epochs),
    epochs: record.epochs.length,
    test: record.test ?? null,
    finalDigest: end?.finalDigest ?? null,
    model: record.model ?? null,
    ...(record.best === undefined ? {} : { best: record.best }),
    ...(record.log === undefined ? {} : { log: record.log }),
    workers,
    ...record.precautions,
    quarantined: Object.fromEntries(record.quarantined),
    droppedResults: end?.droppedResults ?? { stale: 0, duplicate: 0, unsolicited: 0 },
  };
}

function historyOf(epochs: readonly Measures[]): Record<string, number[]> {
  const history: Record<string, number[]> = {};
  for (const measures of epochs) {
    for (const [name, value] of Object.entries(measures)) (history[name] ??= []).push(value);
  }
  return history;
}
