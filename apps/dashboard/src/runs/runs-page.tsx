import type { ReactNode } from "react";
import { Link } from "wouter";
import { EmptyState } from "../parts/empty-state.js";
import { StateMark } from "../parts/state-mark.js";
import { runStateLooks } from "../parts/tone.js";
import { runAddress } from "../shell/addresses.js";
import { usePageTitle } from "../shell/page-title.js";
import { useLiveState } from "../store/live-context.js";

/** All runs. */
export function RunsPage(): ReactNode {
  usePageTitle("Runs");
  const runs = useLiveState((state) => state.snapshot.runs);
  if (runs.length === 0) {
    return (
      <EmptyState title="No runs yet" command="lockstep run examples/keras-notebook.yaml">
        Train something, and watch it here.
      </EmptyState>
    );
  }
  return (
    <ul>
      {runs.map((run) => (
        <li key={run.runId}>
          <Link href={runAddress(run.runId)}>{run.name}</Link> <StateMark look={runStateLooks[run.state]} />
        </li>
      ))}
    </ul>
  );
}
