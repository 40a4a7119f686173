import type { ReactNode } from "react";
import { Link } from "wouter";
import { runAddress } from "../shell/addresses.js";
import { usePageTitle } from "../shell/page-title.js";
import { useLiveState } from "../store/live-context.js";
import { TimelinePanel } from "../timeline/timeline-panel.js";
import { ClusterPanel } from "./cluster-panel.js";

/** Workers, and what they do. */
export default function ClusterPage(): ReactNode {
  usePageTitle("Cluster");
  const run = useLiveState(({ snapshot }) => snapshot.runs.findLast(({ state }) => state === "running"));
  return (
    <div className="cluster">
      <h1>Cluster</h1>
      <ClusterPanel />
      {run !== undefined && (
        <TimelinePanel
          key={run.runId}
          run={run}
          of={<Link href={runAddress(run.runId, "cluster")}>{run.name}</Link>}
        />
      )}
    </div>
  );
}
