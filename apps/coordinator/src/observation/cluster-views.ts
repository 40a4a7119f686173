import { ProcessMeter } from "@lockstep/async";
import type { EventLog, WorkerSnapshot } from "@lockstep/telemetry";
import type { ClusterView, TimelinePage, WorkerView } from "@lockstep/telemetry/views";
import type { ClusterEndpoint } from "../cluster-endpoint.js";
import type { WorkerSession } from "../worker-session.js";
import type { Observations } from "./observations.js";

export interface ClusterViewsOptions {
  readonly events: EventLog;
  readonly cluster: Pick<ClusterEndpoint, "session">;
  readonly observations: Observations;
  /** Of the run that workers compute for; undefined: there is none. */
  readonly leaseDurationMs: () => number | undefined;
  /** Milliseconds on a steady clock. */
  readonly now: () => number;
}

/** However many look at it, it is made this often at most. */
const keptMs = 250;

/** The cluster as people look at it. */
export class ClusterViews {
  readonly #meter = new ProcessMeter();
  #view: ClusterView | undefined;
  #madeAt = -Infinity;

  constructor(private readonly options: ClusterViewsOptions) {}

  cluster(): ClusterView {
    const time = this.options.now();
    if (this.#view && time - this.#madeAt < keptMs) return this.#view;
    this.#madeAt = time;
    this.#view = {
      time: Date.now(),
      workers: this.options.events.snapshot.workers.map((worker, _, all) => this.#worker(worker, all, time)),
      coordinator: this.#meter.look(),
    };
    return this.#view;
  }

  timeline(runId: string, rounds: number): TimelinePage {
    return { runId, rounds: this.options.observations.of(runId)?.timelines(rounds) ?? [] };
  }

  #worker(worker: WorkerSnapshot, all: readonly WorkerSnapshot[], time: number): WorkerView {
    const counts = this.options.observations.current?.counts;
    const { counted = 0, perSecond = 0, held = 0, dropped = 0 } = counts?.of(worker.workerId) ?? {};
    const total = all.reduce((sum, { workerId }) => sum + (counts?.of(workerId).counted ?? 0), 0);
    const leaseDurationMs = this.options.leaseDurationMs();
    return {
      ...worker,
      ...this.#connection(this.options.cluster.session(worker.workerId), time),
      ...(leaseDurationMs === undefined ? {} : { leaseDurationMs }),
      ...{ microBatchesPerSecond: perSecond, share: total > 0 ? counted / total : 0, held, dropped },
    };
  }

  /** What it is shown as may be gone already: its leaving is about to be told. */
  #connection(
    session: WorkerSession | undefined,
    time: number,
  ): Pick<WorkerView, "address" | "joinedMs" | "leaseAgeMs" | "cpu" | "memoryBytes" | "roundTripMs"> {
    if (!session) return { address: "", joinedMs: 0, leaseAgeMs: 0 };
    const { address, joinedMs, heardAt, condition } = session;
    return { address, joinedMs, leaseAgeMs: Math.max(0, time - heardAt), ...condition };
  }
}
