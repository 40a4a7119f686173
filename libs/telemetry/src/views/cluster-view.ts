import type { WorkerSnapshot } from "../events.js";

/** The cluster as it is now. What is not known yet is absent. */
export interface ClusterView {
  /** Milliseconds since 1970, by the coordinator's clock. */
  readonly time: number;
  readonly workers: readonly WorkerView[];
  readonly coordinator: ProcessLoad;
}

/** What a process takes of its machine. */
export interface ProcessLoad {
  /** Processor time by elapsed time since the last look: 1 is one core. */
  readonly cpu?: number;
  readonly memoryBytes?: number;
}

export interface WorkerView extends WorkerSnapshot, ProcessLoad {
  /** Of its end of the connection. */
  readonly address: string;
  readonly joinedMs: number;
  /** Since anything came from it. */
  readonly leaseAgeMs: number;
  /** After which its work goes to others; absent while no run is on. */
  readonly leaseDurationMs?: number;
  readonly roundTripMs?: number;
  /** Counted in the newest ten seconds. */
  readonly microBatchesPerSecond: number;
  /** Of the micro-batches that counted in the newest ten seconds, from 0 to 1. */
  readonly share: number;
  /** Micro-batches that it holds unanswered. */
  readonly held: number;
  /** Results of it that did not count, in this coordinator's life. */
  readonly dropped: number;
}
