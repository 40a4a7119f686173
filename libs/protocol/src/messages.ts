/** What a round is computed for. */
export type Purpose = "gradient" | "evaluate" | "predict";

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
}

/** Renews the sender's leases; the coordinator sends it back. */
export interface Heartbeat {
  readonly type: "heartbeat";
  readonly sequence: number;
}

/** An aligned range of a round's micro-batches. */
export interface RangeKey {
  readonly runId: string;
  readonly round: number;
  readonly first: number;
  readonly count: number;
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

export type WorkerMessage = Hello | Heartbeat | Result | Failure | Leaving;

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
  /** The job with all defaults filled in. */
  readonly jobJson: string;
  /** Shape of one sequence. */
  readonly inputShape: readonly number[];
  /** While the run lasts. */
  readonly heartbeatIntervalMs: number;
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

/** An aligned range with its data, to be computed with the parameters of `parametersVersion`. */
export interface Assignment {
  readonly type: "assignment";
  readonly runId: string;
  readonly round: number;
  readonly purpose: Purpose;
  readonly parametersVersion: number;
  readonly first: number;
  /** Sequences of each micro-batch; its length is the range's count. */
  readonly rows: readonly number[];
  /** (sum of rows, ...input shape). */
  readonly x: Float32Array;
  /** (sum of rows, ...target shape); empty to predict. */
  readonly y: Float32Array;
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
export const protocolVersion = 1;
