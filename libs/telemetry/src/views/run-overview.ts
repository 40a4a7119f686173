import type { RunSnapshot, WorkerSnapshot } from "../events.js";

/** What a run's events add up to, for who comes late and goes on from there. */
export interface RunOverview {
  /** Number of the last event that is in `run` and `workers`. */
  readonly sequence: number;
  /** Number of the run's own last event that is kept; 0: of none. */
  readonly newest: number;
  readonly run: RunSnapshot;
  /** Of the coordinator, where it goes on with the run. */
  readonly workers: readonly WorkerSnapshot[];
}
