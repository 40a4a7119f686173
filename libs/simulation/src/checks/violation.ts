/** What must hold in every schedule. */
export type InvariantName =
  /** The state machine or its checkpoints threw. */
  | "no-exception"
  /** A step's digest, an epoch's measures: each is that of the undisturbed run. */
  | "same-bits"
  /** Each step is told exactly once, without gap, over crashes. */
  | "told-once"
  /** A micro-batch has one primary holding at most, and none once it counts. */
  | "one-holding"
  /** What is said of another incarnation than the current one changes nothing. */
  | "incarnations"
  /** What an expired worker held is given back, and only live workers are given work. */
  | "leases"
  /** A worker holds no more than its credit. */
  | "credit"
  /** No more workers are live than the job wants, and with fewer nothing is given out. */
  | "places"
  /** Who leaves and holds nothing is let go at once. */
  | "drain"
  /** Nothing is given out while the run is paused. */
  | "pause"
  /** A stop and a pause end with the current step, a checkpoint comes when it is asked for or due, nothing is waited for in silence. */
  | "asked"
  /** A checkpoint that was reported survives a crash at that moment, and all events before it do. */
  | "durable-checkpoints"
  /** A file under a checkpoint's name is whole, unless the disk lied or failed. */
  | "atomic-checkpoints"
  /** A run goes on from the newest valid checkpoint. */
  | "newest-checkpoint"
  /** At the end the milestones are there, and the best checkpoint. */
  | "kept"
  /** The memory of a gradient is given back once: whoever got it would have it taken away. */
  | "given-once"
  /** Queues, files and memory do not grow. */
  | "bounded"
  /** Only a worker that did something wrong is quarantined; one that lies is found. */
  | "quarantine"
  /** The run goes on while a worker is left that can. */
  | "progress"
  /** The run ends as it should. */
  | "outcome";

/** An invariant that does not hold. */
export class Violation extends Error {
  override readonly name = "Violation";

  constructor(
    readonly invariant: InvariantName,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
