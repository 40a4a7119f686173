import type { RunSnapshot } from "@lockstep/telemetry/events";
import type { ReactNode } from "react";
import { StateMark } from "../parts/state-mark.js";
import { runStateLooks } from "../parts/tone.js";

/** What a run is, and how it stands. */
export function RunHeader({ run }: { readonly run: RunSnapshot }): ReactNode {
  return (
    <div className="run-title">
      <h1>{run.name}</h1>
      <StateMark look={runStateLooks[run.state]} />
    </div>
  );
}
