import type { RunSnapshot } from "@lockstep/telemetry/events";

/** What each part of a run's page gets. */
export interface TabProps {
  readonly runId: string;
  /** As it is now. */
  readonly run: RunSnapshot;
}
