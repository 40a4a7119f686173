import type { ClusterView } from "@lockstep/telemetry/views";
import type { ReactNode } from "react";
import { useAnswer } from "../api/use-answer.js";
import { formatBytes, formatPercent, formatRate } from "../format/numbers.js";
import { EmptyState } from "../parts/empty-state.js";
import { Fact } from "../parts/fact.js";
import { Loading } from "../parts/loading.js";
import { Notice } from "../parts/notice.js";
import { Panel } from "../parts/panel.js";
import { fingerprintText, workerCounts } from "./cluster-reading.js";
import { WorkersTable } from "./workers-table.js";
import "./cluster.css";

const refreshMs = 1000;

/** The workers as they are now, looked at each second while somebody looks at them. */
export function ClusterPanel(): ReactNode {
  const { value, error, isLoading } = useAnswer<ClusterView>("/v1/cluster", { refreshMs });
  return (
    <Panel title="Workers">
      {error !== undefined && (
        <Notice tone="warn">
          {value === undefined ? "The workers cannot be shown" : "What is shown is old"}: {error}
        </Notice>
      )}
      {value === undefined && isLoading && <Loading what="the workers" />}
      {value !== undefined && <Cluster view={value} />}
    </Panel>
  );
}

function Cluster({ view }: { readonly view: ClusterView }): ReactNode {
  const { workers, coordinator } = view;
  if (workers.length === 0) {
    return (
      <EmptyState title="No workers" command={`lockstep worker --coordinator ${location.hostname}:PORT`}>
        Runs wait until one joins. Start one on any machine that reaches this coordinator, with the address
        that it printed:
      </EmptyState>
    );
  }
  const perSecond = workers.reduce((sum, worker) => sum + worker.microBatchesPerSecond, 0);
  const slots = workers.reduce((sum, worker) => sum + worker.slots, 0);
  return (
    <div className="cluster">
      <dl className="facts">
        <Fact name="Workers">{workerCounts(workers)}</Fact>
        <Fact name="Slots">{slots}</Fact>
        <Fact name="Micro-batches/s">{formatRate(perSecond)}</Fact>
        <Fact name="Coordinator's CPU">{formatPercent(coordinator.cpu)}</Fact>
        <Fact name="Coordinator's memory">{formatBytes(coordinator.memoryBytes)}</Fact>
      </dl>
      <p className="quiet">{fingerprintText(workers)}</p>
      <WorkersTable workers={workers} />
    </div>
  );
}
