/** `loss` and each metric by name; validation's carry the prefix `val_`. */
export type Measures = Readonly<Record<string, number>>;

/** How a run ended. */
export type RunOutcome = "completed" | "stopped" | "failed";

export type RunKindName = "train" | "evaluate" | "predict";

/** What training commits, in the order of its rounds. It is told once, whatever crashes. */
interface OfRound {
  /** From 0, over the whole run. */
  readonly round: number;
}

/** What happens in a run. Every step, epoch and change of membership is one event. */
export type RunEventBody =
  | {
      readonly type: "run-submitted";
      readonly name: string;
      readonly kind: RunKindName;
      /** Optimizer steps of the whole run, 0 for evaluation and prediction. */
      readonly totalSteps: number;
      readonly epochs: number;
      readonly stepsPerEpoch: number;
      readonly sequences: number;
    }
  /** The run cannot go on; `for` says what it waits for. */
  | { readonly type: "waiting"; readonly for: string }
  | { readonly type: "run-started"; readonly workers: number; readonly fingerprint: string }
  /** It stands still after that step until what asked for it is settled. */
  | {
      readonly type: "run-paused";
      /** Somebody asked; it cannot be written; what it needs to be taken up again cannot be read: then it waits to be resumed. */
      readonly cause: "user" | "storage" | "data";
      readonly reason: string;
      readonly step: number;
    }
  /** It goes on after a pause. */
  | { readonly type: "run-continued"; readonly step: number }
  /** A coordinator took the run up again where it was left: a crash, a restart. */
  | {
      readonly type: "run-recovered";
      /** Steps taken at the checkpoint that it goes on from; 0: it begins anew. */
      readonly step: number;
      /** Steps that were told before; those up to it are computed again and not told again. */
      readonly toldSteps: number;
      /** File name; absent: none was valid. */
      readonly checkpoint?: string;
    }
  | {
      readonly type: "checkpoint-saved";
      readonly step: number;
      /** Rounds committed. */
      readonly round: number;
      /** Below the run's folder. */
      readonly file: string;
      readonly bytes: number;
      readonly durationMs: number;
    }
  /** It was passed over and left as it is. */
  | { readonly type: "checkpoint-damaged"; readonly file: string; readonly reason: string }
  | (OfRound & {
      readonly type: "step";
      /** Steps taken, from 1. */
      readonly step: number;
      /** From 1. */
      readonly epoch: number;
      /** From 1. */
      readonly stepInEpoch: number;
      /** Of this step's global batch. */
      readonly measures: Measures;
      /** Of the epoch so far, as Keras's bar shows them. */
      readonly epochMeasures: Measures;
      readonly learningRate: number;
      /** L2 norm of the mean gradient, by layer. */
      readonly gradientNorms: Readonly<Record<string, number>>;
      /** SHA-256 of the parameters after the step (little-endian float32, in the plan's order). */
      readonly digest: string;
      /** From the first assignment to the commit. */
      readonly durationMs: number;
      readonly workers: number;
    })
  /** Right before the step's own event, at the steps that the job has sampled. */
  | (OfRound & {
      readonly type: "gradient-flow";
      readonly step: number;
      readonly layers: readonly {
        /** Directions of a Bidirectional layer are layers of their own. */
        readonly layer: string;
        /** Time steps that were computed. */
        readonly timeSteps: number;
        /**
         * L2 norm of dL/dh_t over the global batch, L being the step's mean loss and h_t the layer's state after time
         * step t, for each t, or the greatest of as many neighbouring ones as make 256 columns at most. Empty: the
         * layer has no time steps.
         */
        readonly norms: readonly number[];
        /** L2 norms of its parameters before the step, their gradient before clipping, and their change. */
        readonly parameterNorm: number;
        readonly gradientNorm: number;
        readonly updateNorm: number;
      }[];
    })
  | (OfRound & {
      readonly type: "epoch";
      readonly epoch: number;
      readonly steps: number;
      readonly measures: Measures;
      readonly durationMs: number;
    })
  /** A callback of the job did something at an epoch's end: it ended the training, changed the rate, had the best model saved. */
  | (OfRound & {
      readonly type: "callback";
      /** Keras's name of it, such as `EarlyStopping`. */
      readonly callback: string;
      /** From 1. */
      readonly epoch: number;
      /** For people. */
      readonly text: string;
    })
  | (OfRound & {
      readonly type: "evaluation-progress";
      readonly part: "validation" | "test";
      readonly done: number;
      readonly total: number;
    })
  | (OfRound & {
      readonly type: "tested";
      readonly measures: Measures;
      readonly steps: number;
      readonly durationMs: number;
    })
  | {
      readonly type: "worker-joined";
      readonly workerId: string;
      readonly slots: number;
      readonly backend: string;
      readonly fingerprint: string;
    }
  | {
      readonly type: "worker-left";
      readonly workerId: string;
      readonly reason: string;
      readonly returnedMicroBatches: number;
    }
  | { readonly type: "lease-expired"; readonly workerId: string; readonly returnedMicroBatches: number }
  | { readonly type: "worker-recovered"; readonly workerId: string }
  /** It could not compute, or its results are wrong: it gets nothing more of this run. */
  | { readonly type: "worker-quarantined"; readonly workerId: string; readonly reason: string }
  /** There are as many workers as the run wants: it waits for a place, or got one. */
  | { readonly type: "worker-standby"; readonly workerId: string; readonly standby: boolean }
  /** What a straggler holds was given to an idle worker as well. */
  | {
      readonly type: "speculated";
      readonly workerId: string;
      readonly straggler: string;
      readonly round: number;
      readonly microBatches: number;
    }
  /** Two workers computed a range and got different bits. */
  | {
      readonly type: "audit-disagreed";
      readonly round: number;
      readonly first: number;
      readonly count: number;
      readonly workerIds: readonly string[];
    }
  | { readonly type: "worker-refused"; readonly workerId: string; readonly reason: string }
  | {
      readonly type: "result-dropped";
      readonly workerId: string;
      readonly reason: "stale" | "duplicate" | "unsolicited";
    }
  | { readonly type: "model-saved"; readonly path: string }
  | {
      readonly type: "run-finished";
      readonly outcome: RunOutcome;
      /** Why, where it failed or was stopped. */
      readonly reason?: string;
      readonly steps: number;
      readonly finalDigest: string;
      /** Where the model is; absent where nothing was trained. */
      readonly model?: string;
      /** Where the best epoch's model is, and the table of epochs, where the job asks for them. */
      readonly best?: string;
      readonly log?: string;
      /** Of the test data, where there is some. */
      readonly test?: Measures;
      readonly droppedResults: {
        readonly stale: number;
        readonly duplicate: number;
        readonly unsolicited: number;
      };
    };

/** An event with its place in the stream of its coordinator. */
export type RunEvent = RunEventBody & {
  /** Going up without gaps, one sequence for the whole coordinator, over its restarts. */
  readonly sequence: number;
  readonly runId: string;
  /** Milliseconds since 1970, for people; no number of the training depends on it. */
  readonly time: number;
};

/** A run as the snapshot shows it: what its events add up to. */
export interface RunSnapshot {
  readonly runId: string;
  readonly name: string;
  readonly kind: RunKindName;
  readonly state: "queued" | "waiting" | "running" | "paused" | RunOutcome;
  readonly waitingFor?: string;
  /** Why it is paused. */
  readonly pausedFor?: string;
  /** Why it failed or was stopped. */
  readonly reason?: string;
  /** Milliseconds since 1970. */
  readonly submittedMs: number;
  readonly step: number;
  readonly totalSteps: number;
  readonly epoch: number;
  readonly epochs: number;
  readonly measures: Measures;
  /** The newest epochs, 1,000 at most. */
  readonly history: readonly { readonly epoch: number; readonly measures: Measures }[];
  readonly digest?: string;
  /** The newest one that was written. */
  readonly checkpoint?: { readonly step: number; readonly file: string };
  readonly test?: Measures;
  readonly model?: string;
  readonly droppedResults: {
    readonly stale: number;
    readonly duplicate: number;
    readonly unsolicited: number;
  };
}

/** A worker as the snapshot shows it. */
export interface WorkerSnapshot {
  readonly workerId: string;
  readonly state: "live" | "lease-expired" | "leaving" | "standby" | "quarantined";
  readonly slots: number;
  readonly backend: string;
  readonly fingerprint: string;
}

/** All a client needs to draw the present and to go on from `sequence`. */
export interface Snapshot {
  /** Sequence number of the last event that is in the snapshot. */
  readonly sequence: number;
  readonly runs: readonly RunSnapshot[];
  readonly workers: readonly WorkerSnapshot[];
}

/** What comes over the WebSocket: first a snapshot (or the missed events), then events as they come, some at a time. */
export type StreamMessage =
  | { readonly type: "snapshot"; readonly snapshot: Snapshot }
  | { readonly type: "events"; readonly events: readonly RunEvent[] };
