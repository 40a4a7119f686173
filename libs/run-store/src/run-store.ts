import type { EventOf, EventStore, RunSnapshot } from "@lockstep/telemetry";

/** How far a run was told of, over all its lives. */
export interface Told {
  /** Number of the last committed round of which an event is stored; -1: of none. */
  readonly round: number;
  /** Number of the last step event; 0: none. */
  readonly steps: number;
  /** Number of the last event of any kind; 0: none. */
  readonly sequence: number;
  /** Of the workers that computed its first step; absent: none is stored. */
  readonly fingerprint?: string;
}

/** The history of runs in an embedded database. Everything rejects with a {@link RunStoreError}. */
export interface RunStore extends EventStore {
  /** The file. */
  readonly path: string;
  /** Step events from `from` to `to`, both included, in order: digests, measures, gradient norms. */
  steps(runId: string, from: number, to: number): Promise<readonly EventOf<"step">[]>;
  told(runId: string): Promise<Told>;
  /**
   * Lists the run as this stream's: one whose events come later, or one that another stream left. Events of the run
   * that are appended go on from the snapshot (without its history of epochs).
   */
  saveRun(snapshot: RunSnapshot): Promise<void>;
  /** What was asked before is done; what is asked afterwards rejects. */
  close(): Promise<void>;
}
