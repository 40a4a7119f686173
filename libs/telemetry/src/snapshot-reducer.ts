import type { EventOf } from "./event-store.js";
import type { RunEvent, RunSnapshot, Snapshot, WorkerSnapshot } from "./events.js";

/** Runs that a snapshot keeps; beyond it the oldest finished ones are forgotten. */
export const maxSnapshotRuns = 100;

/** Epochs that a run's history keeps; beyond it the oldest are forgotten. */
export const maxHistoryEpochs = 1000;

/** Before the first event. */
export const emptySnapshot: Snapshot = { sequence: 0, runs: [], workers: [] };

type Appliers = { readonly [T in RunEvent["type"]]: (snapshot: Snapshot, event: EventOf<T>) => Snapshot };

/**
 * The snapshot after one more event. Pure: a snapshot of the first k events plus the events after them is the
 * snapshot of all. Events of a run that is not in the snapshot change its workers only. What one costs is bounded by
 * the runs and epochs that are kept.
 */
export function applyEvent(snapshot: Snapshot, event: RunEvent): Snapshot {
  const apply = appliers[event.type] as
    | ((snapshot: Snapshot, event: RunEvent) => Snapshot)
    // A newer coordinator may tell of what was not known here.
    | undefined;
  return { ...(apply ? apply(snapshot, event) : snapshot), sequence: event.sequence };
}

/** States of runs in which nothing more will happen. */
export const finishedStates: readonly RunSnapshot["state"][] = ["completed", "stopped", "failed"];

/** Whether nothing more will happen in it. */
export function isFinished(run: RunSnapshot): boolean {
  return finishedStates.includes(run.state);
}

const appliers: Appliers = {
  "run-submitted": addRun,
  waiting: (snapshot, event) =>
    updateRun(snapshot, event.runId, (run) => ({
      ...running(run),
      state: "waiting",
      waitingFor: event.for,
    })),
  "run-started": goOn,
  "run-paused": (snapshot, event) =>
    updateRun(snapshot, event.runId, (run) => ({
      ...running(run),
      state: "paused",
      pausedFor: event.reason,
    })),
  "run-continued": goOn,
  "run-recovered": goOn,
  "checkpoint-saved": (snapshot, { runId, step, file }) =>
    updateRun(snapshot, runId, (run) => ({ ...run, checkpoint: { step, file } })),
  "checkpoint-damaged": same,
  step: takeStep,
  "gradient-flow": same,
  epoch: endEpoch,
  callback: goOn,
  "evaluation-progress": goOn,
  tested: (snapshot, event) => updateRun(snapshot, event.runId, (run) => ({ ...run, test: event.measures })),
  "worker-joined": addWorker,
  "worker-left": (snapshot, event) => ({
    ...snapshot,
    workers: snapshot.workers.filter((worker) => worker.workerId !== event.workerId),
  }),
  "lease-expired": (snapshot, event) =>
    setWorkerState(snapshot, event.workerId, (state) =>
      state === "quarantined" ? "quarantined" : "lease-expired",
    ),
  "worker-recovered": (snapshot, event) =>
    setWorkerState(snapshot, event.workerId, (state) => (state === "lease-expired" ? "live" : state)),
  "worker-quarantined": (snapshot, event) => setWorkerState(snapshot, event.workerId, () => "quarantined"),
  "worker-standby": (snapshot, event) =>
    setWorkerState(snapshot, event.workerId, () => (event.standby ? "standby" : "live")),
  speculated: same,
  "audit-disagreed": same,
  "worker-refused": same,
  "result-dropped": countDropped,
  "model-saved": (snapshot, event) =>
    updateRun(snapshot, event.runId, (run) => ({ ...run, model: event.path })),
  "run-finished": finishRun,
};

/** All types that events have. */
export const eventTypes = Object.keys(appliers) as readonly RunEvent["type"][];

function same(snapshot: Snapshot): Snapshot {
  return snapshot;
}

function goOn(snapshot: Snapshot, event: RunEvent): Snapshot {
  return updateRun(snapshot, event.runId, running);
}

function addRun(snapshot: Snapshot, event: EventOf<"run-submitted">): Snapshot {
  const run: RunSnapshot = {
    runId: event.runId,
    name: event.name,
    kind: event.kind,
    state: "queued",
    submittedMs: event.time,
    step: 0,
    totalSteps: event.totalSteps,
    epoch: 0,
    epochs: event.epochs,
    measures: {},
    history: [],
    droppedResults: { stale: 0, duplicate: 0, unsolicited: 0 },
  };
  const others = snapshot.runs.filter((known) => known.runId !== event.runId);
  return { ...snapshot, runs: forgetOldest([...others, run]) };
}

function forgetOldest(runs: readonly RunSnapshot[]): readonly RunSnapshot[] {
  if (runs.length <= maxSnapshotRuns) return runs;
  const oldest = runs.findIndex(isFinished);
  return runs.filter((_, index) => index !== oldest);
}

function takeStep(snapshot: Snapshot, event: EventOf<"step">): Snapshot {
  return updateRun(snapshot, event.runId, (run) => ({
    ...running(run),
    step: event.step,
    epoch: event.epoch,
    measures: event.epochMeasures,
    digest: event.digest,
  }));
}

function endEpoch(snapshot: Snapshot, { runId, epoch, measures }: EventOf<"epoch">): Snapshot {
  return updateRun(snapshot, runId, (run) => ({
    ...running(run),
    epoch,
    measures,
    history: [...run.history.slice(1 - maxHistoryEpochs), { epoch, measures }],
  }));
}

function countDropped(snapshot: Snapshot, event: EventOf<"result-dropped">): Snapshot {
  return updateRun(snapshot, event.runId, (run) => ({
    ...run,
    droppedResults: { ...run.droppedResults, [event.reason]: run.droppedResults[event.reason] + 1 },
  }));
}

/** What a worker was to this run is over as well. */
function finishRun(snapshot: Snapshot, event: EventOf<"run-finished">): Snapshot {
  const next = updateRun(snapshot, event.runId, (run) => ({
    ...running(run),
    state: event.outcome,
    step: event.steps,
    digest: event.finalDigest,
    droppedResults: event.droppedResults,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    ...(event.model === undefined ? {} : { model: event.model }),
    ...(event.test === undefined ? {} : { test: event.test }),
  }));
  const workers = next.workers.map((worker): WorkerSnapshot =>
    worker.state === "quarantined" || worker.state === "standby" ? { ...worker, state: "live" } : worker,
  );
  return { ...next, workers };
}

function addWorker(snapshot: Snapshot, event: EventOf<"worker-joined">): Snapshot {
  const { workerId, slots, backend, fingerprint } = event;
  const worker: WorkerSnapshot = { workerId, state: "live", slots, backend, fingerprint };
  const others = snapshot.workers.filter((known) => known.workerId !== workerId);
  return { ...snapshot, workers: [...others, worker] };
}

function setWorkerState(
  snapshot: Snapshot,
  workerId: string,
  next: (state: WorkerSnapshot["state"]) => WorkerSnapshot["state"],
): Snapshot {
  const workers = snapshot.workers.map((worker) =>
    worker.workerId === workerId ? { ...worker, state: next(worker.state) } : worker,
  );
  return { ...snapshot, workers };
}

function running(run: RunSnapshot): RunSnapshot {
  const next: { -readonly [K in keyof RunSnapshot]: RunSnapshot[K] } = { ...run, state: "running" };
  delete next.waitingFor;
  delete next.pausedFor;
  return next;
}

function updateRun(snapshot: Snapshot, runId: string, update: (run: RunSnapshot) => RunSnapshot): Snapshot {
  return { ...snapshot, runs: snapshot.runs.map((run) => (run.runId === runId ? update(run) : run)) };
}
