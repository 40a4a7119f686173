/** Who computed what, and when, in a run's newest rounds. */
export interface TimelinePage {
  readonly runId: string;
  /** The newest last. */
  readonly rounds: readonly RoundTimeline[];
}

export interface RoundTimeline {
  /** From 0, over the whole run. */
  readonly round: number;
  readonly purpose: "gradient" | "evaluate" | "predict";
  /** Step that it led to; absent where it took none. */
  readonly step?: number;
  /** Milliseconds since 1970, from when its first range could be computed until it was committed. */
  readonly beganMs: number;
  readonly endedMs: number;
  readonly microBatches: number;
  readonly split: StepSplit;
  readonly spans: readonly WorkSpan[];
}

/** Where a round's time went, in milliseconds: what the slowest way through it was made of. They add up to the whole. */
export interface StepSplit {
  /** Parameters on their way to the worker that was last. */
  readonly parametersMs: number;
  /** That worker's computing. */
  readonly computeMs: number;
  /** Its result on the way back, and waiting to be read. */
  readonly resultsMs: number;
  /** Adding up. */
  readonly reductionMs: number;
  /** Mean, clipping and the optimizer's step. */
  readonly optimizerMs: number;
  /** Nobody had anything to compute, and what is none of the others. */
  readonly waitingMs: number;
}

/** One worker's work on a range of micro-batches. */
export interface WorkSpan {
  readonly workerId: string;
  readonly first: number;
  readonly count: number;
  readonly kind: "primary" | "speculative" | "audit";
  /** Milliseconds since 1970: given to the worker, could be begun (its parameters had been sent too), ended. */
  readonly assignedMs: number;
  readonly beganMs: number;
  readonly endedMs: number;
  /** By the worker's own clock; absent where no result came. */
  readonly computeMs?: number;
  readonly outcome: "counted" | "dropped" | "revoked" | "failed" | "lost" | "open";
}
