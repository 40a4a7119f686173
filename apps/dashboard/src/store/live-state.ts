import { emptySnapshot, type Snapshot } from "@lockstep/telemetry/events";
import type { ConnectionState } from "../connection/connection-state.js";

/** All that the page knows of the present. */
export interface LiveState {
  readonly snapshot: Snapshot;
  readonly connection: ConnectionState;
  /** Counts snapshots that came: after another one, events may be missing, and what was made of them is asked for anew. */
  readonly generation: number;
  /** Steps a second of runs that took steps since the page was opened, by run. */
  readonly stepsPerSecond: Readonly<Record<string, number>>;
}

export const initialState: LiveState = {
  snapshot: emptySnapshot,
  connection: { type: "connecting" },
  generation: 0,
  stepsPerSecond: {},
};
