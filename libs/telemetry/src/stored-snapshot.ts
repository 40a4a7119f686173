import type { EventStore, StoredRun } from "./event-store.js";
import type { RunSnapshot, Snapshot } from "./events.js";
import { finishedStates, isFinished, maxHistoryEpochs, maxSnapshotRuns } from "./snapshot-reducer.js";

/** A coordinator's queue is far shorter. */
const maxUnfinished = 1000;

/** Of a run that ended in an earlier life, the snapshot has the last epochs only: the rest is in the history. */
const finishedHistoryEpochs = 100;

/** What the events of the store's stream add up to: its runs that have not finished, and the newest of the others. */
export async function storedSnapshot(store: EventStore): Promise<Snapshot> {
  const { stream } = store;
  const sequence = (await store.nextSequence()) - 1;
  const unfinished = await store.runs(
    { stream, states: ["queued", "waiting", "running", "paused"] },
    maxUnfinished,
  );
  const room = Math.max(0, maxSnapshotRuns - unfinished.length);
  const finished = await store.runs({ stream, states: finishedStates }, room);
  const runs: RunSnapshot[] = [];
  for (const run of [...unfinished, ...finished]) runs.push(await withHistory(store, run));
  runs.sort((a, b) => a.submittedMs - b.submittedMs);
  return { sequence, runs, workers: await store.workers() };
}

async function withHistory(store: EventStore, { snapshot }: StoredRun): Promise<RunSnapshot> {
  const limit = isFinished(snapshot) ? finishedHistoryEpochs : maxHistoryEpochs;
  const epochs = await store.epochs(snapshot.runId, limit);
  return { ...snapshot, history: epochs.map(({ epoch, measures }) => ({ epoch, measures })) };
}
