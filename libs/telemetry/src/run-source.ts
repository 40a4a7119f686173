import type { RunAction } from "./views/control.js";
import type { ClusterView } from "./views/cluster-view.js";
import type { WeightsPage } from "./views/results.js";
import type { TimelinePage } from "./views/step-timeline.js";

/**
 * What whoever has the runs does and tells beyond their events. Everything throws {@link AnswerError} with a text for
 * whoever asked, where there is no such run, or it cannot be done.
 */
export interface RunSource {
  /** The job with all its defaults filled in. */
  job(runId: string): Promise<unknown>;
  /** The cluster as it is now. */
  cluster(): ClusterView;
  /** The newest rounds of a run, as many as that at most; none of one that this coordinator did not have. */
  timeline(runId: string, rounds: number): Promise<TimelinePage>;
  /** How its newest saved parameters are distributed. */
  weights(runId: string): Promise<WeightsPage>;
  /** Does what is asked for; an answer of its own, such as where a checkpoint is. */
  act(runId: string, action: RunAction, asked: AskedAction): Promise<unknown>;
  /** Lets a worker finish what it holds and go. */
  drain(workerId: string): unknown;
}

export interface AskedAction {
  /** For people. */
  readonly reason?: string;
  /** Aborted when whoever asked is gone. */
  readonly signal: AbortSignal;
}
