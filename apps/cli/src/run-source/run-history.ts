import { access } from "node:fs/promises";
import { resolve } from "node:path";
import type { RunSummary } from "@lockstep/client";
import type { RunStore } from "@lockstep/run-store";
import { isFinished, type RunSnapshot } from "@lockstep/telemetry/events";
import { CliError } from "../cli-error.js";
import { meantRun } from "./match-run.js";

/** Runs that are looked at, the newest ones. */
const mostRuns = 10_000;

/** The history of a data folder, for reading; a coordinator may be writing it. */
export interface RunHistory {
  readonly store: RunStore;
  /** Absolute. */
  readonly dataDir: string;
}

/**
 * Does something with the history of a data folder.
 * @param dataDir as it was typed
 * @throws {CliError} where there is none; RunStoreError where it cannot be read
 */
export async function useHistory<T>(
  dataDir: string,
  cwd: string,
  use: (history: RunHistory) => Promise<T>,
): Promise<T> {
  const { databasePath } = await import("@lockstep/coordinator");
  const { openRunStore } = await import("@lockstep/run-store");
  const path = databasePath(resolve(cwd, dataDir));
  await access(path).catch((cause: unknown) => {
    throw new CliError(
      "usage",
      `--data-dir ${dataDir}: expected a folder that runs are kept in, but it has no ${path}`,
      { cause },
    );
  });
  const store = await openRunStore({ path });
  try {
    return await use({ store, dataDir: resolve(cwd, dataDir) });
  } finally {
    await store.close();
  }
}

/**
 * The run that is meant by an id or by the beginning of one.
 * @throws {CliError} where it is none, or several
 */
export async function findRun(typed: string, { store, dataDir }: RunHistory): Promise<RunSnapshot> {
  const runs = await store.runs({}, mostRuns);
  const found = meantRun(typed, runs, dataDir);
  if (found) return found.snapshot;
  const ids = runs.map(({ snapshot }) => snapshot.runId);
  const there = ids.length === 0 ? "none" : shortList(ids);
  throw new CliError(
    "usage",
    `run: expected the id of a run in ${dataDir}, or the beginning of one, got ${JSON.stringify(typed)}; there: ${there}`,
  );
}

const mostListed = 5;

/** The newest ones. */
function shortList(ids: readonly string[]): string {
  const rest = ids.length - mostListed;
  return ids.slice(0, mostListed).join(", ") + (rest > 0 ? `, and ${rest} more` : "");
}

/** The runs of a data folder as a coordinator would list them. */
export function runsOfFolder(dataDir: string, cwd: string): Promise<readonly RunSummary[]> {
  return useHistory(dataDir, cwd, async (history) => {
    const { interruptedRuns } = await import("@lockstep/coordinator");
    const interrupted = new Set(
      (await interruptedRuns(history.dataDir)).map(({ snapshot }) => snapshot.runId),
    );
    const runs = await history.store.runs({}, mostRuns);
    return runs.map(({ snapshot }) => summaryOf(snapshot, interrupted.has(snapshot.runId)));
  });
}

function summaryOf(run: RunSnapshot, isInterrupted: boolean): RunSummary {
  const { runId, name, kind, step, totalSteps, submittedMs, pausedFor, waitingFor } = run;
  const waits = pausedFor ?? waitingFor;
  return {
    ...{ runId, name, kind, step, totalSteps, submittedMs },
    state: isInterrupted && !isFinished(run) ? "interrupted" : run.state,
    ...(waits === undefined || isInterrupted ? {} : { waitingFor: waits }),
  };
}
