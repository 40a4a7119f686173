import { isFinished } from "@lockstep/telemetry/events";
import type { ReactNode } from "react";
import { ClusterPanel } from "../../cluster/cluster-panel.js";
import { TimelinePanel } from "../../timeline/timeline-panel.js";
import type { TabProps } from "../tab-props.js";

/** Who computed what of this run. Workers are those of now: of a run that is over, they say nothing. */
export default function ClusterTab({ run }: TabProps): ReactNode {
  return (
    <div className="cluster">
      <TimelinePanel run={run} />
      {!isFinished(run) && <ClusterPanel />}
    </div>
  );
}
