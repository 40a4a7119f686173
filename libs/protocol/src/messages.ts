/** What a round is computed for. */
export type Purpose = "gradient" | "evaluate" | "predict";

/** The parts of a run's data. */
export const dataParts = ["train", "validation", "test"] as const;
export type DataPart = (typeof dataParts)[number];

export interface Hello {
  readonly type: "hello";
  readonly protocolVersion: number;
  /** Stable over reconnections. */
  readonly workerId: string;
  /** New with every process. */
  readonly incarnation: string;
  /** Micro-batches computed at once. */
  readonly slots: number;
  readonly backend: string;
  readonly backendVersion: string;
  /** Equal fingerprints promise equal bits. */
  readonly fingerprint: string;
  /** See {@link Credit}. */
  readonly creditBytes: number;
}

/**
 * Bytes of sequences and states that the worker takes in assignments that it has not answered, from now on. One
 * assignment is always allowed, however large, unless it is 0: then none is.
 */
export interface Credit {
  readonly type: "credit";
  readonly bytes: number;
}

/** Sent back by the coordinator. */
export interface Heartbeat {
  readonly type: "heartbeat";
  readonly sequence: number;
}

/** Renews the sender's leases, and says how it is, for people to look at. */
export interface WorkerHeartbeat extends Heartbeat {
  /** Processor time of its process by elapsed time: 1 is one core. */
  readonly cpu?: number;
  /** Resident. */
  readonly memoryBytes?: number;
  /** Of the newest heartbeat that came back to it, in milliseconds. */
  readonly roundTripMs?: number;
}

/** An aligned range of a round's micro-batches. */
export interface RangeKey {
  readonly runId: string;
  readonly round: number;
  readonly first: number;
  readonly count: number;
}

/** Where a computation first left the finite numbers. */
export interface NonFinite {
  /** Of the round. */
  readonly microBatch: number;
  /** Index of the sequence within its part of the data. */
  readonly sequence: number;
  /** Path of the layer. */
  readonly layer: string;
  /** In its output, or in the gradient of its output. */
  readonly pass: "forward" | "backward";
  /** From 0; absent where the value has no time axis. */
  readonly timeStep?: number;
  /** NaN, Infinity or -Infinity. */
  readonly value: number;
}

/** Sums over a range, added up in the canonical tree; or its predictions. */
export interface Result extends RangeKey {
  readonly type: "result";
  /** Purpose gradient: (parameterCount), else empty. */
  readonly gradient: Float32Array;
  /** Purposes gradient and evaluate, else empty. */
  readonly statistics: Float64Array;
  /** Purpose predict: (rows of the range, ...output shape), else empty. */
  readonly predictions: Float32Array;
  /** Carried states after the range, (rows of the range, state size); empty where there are none. */
  readonly states: Float32Array;
  /** What was found where a value is not finite. */
  readonly nonFinite?: NonFinite;
  readonly computeMs: number;
}

/** The worker could not compute the range. */
export interface Failure extends RangeKey {
  readonly type: "failure";
  readonly reason: string;
}

/** The worker takes no more assignments: it finishes what it holds and goes. */
export interface Leaving {
  readonly type: "leaving";
  readonly reason: string;
}

export type WorkerMessage = Hello | Credit | WorkerHeartbeat | Result | Failure | Leaving;

export interface Welcome {
  readonly type: "welcome";
  readonly protocolVersion: number;
  readonly heartbeatIntervalMs: number;
  readonly maxFrameBytes: number;
}

export const refusalCodes = [
  "PROTOCOL_VERSION",
  "FINGERPRINT",
  "INVALID_MESSAGE",
  "DUPLICATE_WORKER",
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** The stream ends after it; the worker does not try again. */
export interface Refusal {
  readonly type: "refusal";
  readonly code: RefusalCode;
  readonly reason: string;
}

export interface RunBegin {
  readonly type: "run-begin";
  readonly runId: string;
  /** The job with all defaults filled in and its layers written out. */
  readonly jobJson: string;
  /** In the model's order. */
  readonly inputs: readonly InputShape[];
  /** What a row is made of, for each part of the data, by the part's name. */
  readonly layoutsJson: string;
  /** Most bytes of sequences that the worker keeps, see HeldSequences. */
  readonly heldSequencesBytes: number;
  /** While the run lasts. */
  readonly heartbeatIntervalMs: number;
}

export interface InputShape {
  readonly name: string;
  /** Of one sequence. */
  readonly sizes: readonly number[];
}

export interface RunEnd {
  readonly type: "run-end";
  readonly runId: string;
}

export interface Parameters {
  readonly type: "parameters";
  readonly runId: string;
  /** Steps taken. */
  readonly version: number;
  /** Flat, in the plan's order, (parameterCount). */
  readonly values: Float32Array;
}

/** Time steps from `begin` to just before `end`. */
export interface TimeRange {
  readonly begin: number;
  readonly end: number;
}

/** Rows that the receiver does not hold. */
export interface FreshRows {
  /** Places in the assignment's `sequences`, going up. */
  readonly places: Uint32Array;
  /** Time steps of each. */
  readonly lengths: Uint32Array;
  /** One row after the other, each as its part's layout says for its length. */
  readonly values: Float32Array;
}

/** An aligned range, to be computed with the parameters of `parametersVersion`. */
export interface Assignment {
  readonly type: "assignment";
  readonly runId: string;
  readonly round: number;
  readonly purpose: Purpose;
  readonly parametersVersion: number;
  readonly first: number;
  /** Sequences of each micro-batch; its length is the range's count. */
  readonly rows: readonly number[];
  readonly part: DataPart;
  /** Indices within the part, (sum of rows). */
  readonly sequences: Uint32Array;
  /** Those that were not sent before, see HeldSequences. */
  readonly fresh: FreshRows;
  /** What all rows are padded to. */
  readonly timeSteps: number;
  /** The part of the time steps that is computed; absent: all. */
  readonly timeRange?: TimeRange;
  /** Carried states before the range, (sum of rows, state size); empty: none, or zeros. */
  readonly states: Float32Array;
  /** Of a gradient: whether its flow is asked for, see `gradientFlowLayers` of libs/model. */
  readonly gradientFlow: boolean;
}

export interface Revoke extends RangeKey {
  readonly type: "revoke";
}

export interface Drain {
  readonly type: "drain";
  readonly reason: string;
}

export type CoordinatorMessage =
  Welcome | Refusal | Heartbeat | RunBegin | Parameters | Assignment | Revoke | RunEnd | Drain;

/** Checked in hello: peers of another version are refused. */
export const protocolVersion = 4;
