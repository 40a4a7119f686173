import type { RunEvent, RunSnapshot, Snapshot, WorkerSnapshot } from "./events.js";

/** Runs that a snapshot keeps; beyond it the oldest finished ones are forgotten. */
export const maxSnapshotRuns = 100;

/** Before the first event. */
export const emptySnapshot: Snapshot = { sequence: 0, runs: [], workers: [] };

type EventOf<T extends RunEvent["type"]> = RunEvent & { readonly type: T };
type Appliers = { readonly [T in RunEvent["type"]]: (snapshot: Snapshot, event: EventOf<T>) => Snapshot };

/**
 * The snapshot after one more event. Pure: a snapshot of the first k events plus the events after them is the
 * snapshot of all. Events of a run that is not in the snapshot change its workers only.
 */
export function applyEvent(snapshot: Snapshot, event: RunEvent): Snapshot {
  const apply = appliers[event.type] as (snapshot: Snapshot, event: RunEvent) => Snapshot;
  return { ...apply(snapshot, event), sequence: event.sequence };
}

const appliers: Appliers = {
  "run-submitted": addRun,
  waiting: (snapshot, event) =>
    updateRun(snapshot, event.runId, (run) => ({ ...run, state: "waiting", waitingFor: event.for })),
  "run-started": (snapshot, event) => updateRun(snapshot, event.runId, running),
  step: takeStep,
  epoch: endEpoch,
  callback: (snapshot, event) => updateRun(snapshot, event.runId, running),
  "evaluation-progress": (snapshot, event) => updateRun(snapshot, event.runId, running),
  tested: (snapshot, event) => updateRun(snapshot, event.runId, (run) => ({ ...run, test: event.measures })),
  "worker-joined": addWorker,
  "worker-left": (snapshot, event) => ({
    ...snapshot,
    workers: snapshot.workers.filter((worker) => worker.workerId !== event.workerId),
  }),
  "lease-expired": (snapshot, event) => setWorkerState(snapshot, event.workerId, "lease-expired"),
  "worker-recovered": (snapshot, event) => setWorkerState(snapshot, event.workerId, "live"),
  "worker-failed": (snapshot) => snapshot,
  "worker-refused": (snapshot) => snapshot,
  "result-dropped": countDropped,
  "model-saved": (snapshot, event) =>
    updateRun(snapshot, event.runId, (run) => ({ ...run, model: event.path })),
  "run-finished": finishRun,
};

function addRun(snapshot: Snapshot, event: EventOf<"run-submitted">): Snapshot {
  const run: RunSnapshot = {
    runId: event.runId,
    name: event.name,
    kind: event.kind,
    state: "queued",
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

function isFinished(run: RunSnapshot): boolean {
  return run.state === "completed" || run.state === "stopped" || run.state === "failed";
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

function endEpoch(snapshot: Snapshot, event: EventOf<"epoch">): Snapshot {
  return updateRun(snapshot, event.runId, (run) => ({
    ...running(run),
    epoch: event.epoch,
    measures: event.measures,
    history: [...run.history, { epoch: event.epoch, measures: event.measures }],
  }));
}

function countDropped(snapshot: Snapshot, event: EventOf<"result-dropped">): Snapshot {
  return updateRun(snapshot, event.runId, (run) => ({
    ...run,
    droppedResults: { ...run.droppedResults, [event.reason]: run.droppedResults[event.reason] + 1 },
  }));
}

function finishRun(snapshot: Snapshot, event: EventOf<"run-finished">): Snapshot {
  return updateRun(snapshot, event.runId, (run) => ({
    ...running(run),
    state: event.outcome,
    step: event.steps,
    digest: event.finalDigest,
    droppedResults: event.droppedResults,
    ...(event.model === undefined ? {} : { model: event.model }),
    ...(event.test === undefined ? {} : { test: event.test }),
  }));
}

function addWorker(snapshot: Snapshot, event: EventOf<"worker-joined">): Snapshot {
  const { workerId, slots, backend, fingerprint } = event;
  const worker: WorkerSnapshot = { workerId, state: "live", slots, backend, fingerprint };
  const others = snapshot.workers.filter((known) => known.workerId !== workerId);
  return { ...snapshot, workers: [...others, worker] };
}

function setWorkerState(snapshot: Snapshot, workerId: string, state: WorkerSnapshot["state"]): Snapshot {
  const workers = snapshot.workers.map((worker) =>
    worker.workerId === workerId ? { ...worker, state } : worker,
  );
  return { ...snapshot, workers };
}

function running(run: RunSnapshot): RunSnapshot {
  const next: { -readonly [K in keyof RunSnapshot]: RunSnapshot[K] } = { ...run, state: "running" };
  delete next.waitingFor;
  return next;
}

function updateRun(snapshot: Snapshot, runId: string, update: (run: RunSnapshot) => RunSnapshot): Snapshot {
  return { ...snapshot, runs: snapshot.runs.map((run) => (run.runId === runId ? update(run) : run)) };
}
