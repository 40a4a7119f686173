import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "@lockstep/logging";
import type { RunStore } from "@lockstep/run-store";
import { isFinished, type EventLog } from "@lockstep/telemetry";
import { messageOf } from "./coordinator-error.js";
import { readRunFile } from "./data-dir/run-file.js";
import { unopenedEnd } from "./execution/unopened-end.js";
import { HeldRun } from "./held-run.js";
import { lockRun } from "./lock-run.js";
import { exists, runFileOf, runFolder } from "./run-folder.js";
import { submittedEvent } from "./submitted-event.js";

export interface RecoveryOptions {
  readonly dataDir: string;
  readonly store: RunStore;
  readonly events: EventLog;
  readonly logger: Logger;
}

/** Runs that the history lists at once. */
const mostListed = 10_000;

/**
 * The runs of the store's stream that have not finished, in the order in which they go on: what had begun first, then
 * what waited. One whose folder is gone ends as failed; one whose folder cannot be used stays as it is.
 */
export async function recoverRuns(options: RecoveryOptions): Promise<HeldRun[]> {
  const { store, events, dataDir } = options;
  const unfinished = events.snapshot.runs.filter((run) => !isFinished(run));
  const begun = unfinished.filter(({ state }) => state !== "queued");
  const queued = unfinished.filter(({ state }) => state === "queued");
  const held: HeldRun[] = [];
  for (const { runId } of [...begun, ...queued]) {
    const run = await take(runId, options);
    if (run) held.push(run);
  }
  for (const runId of await untold(dataDir, store)) {
    const run = await takeUntold(runId, options);
    if (run) held.push(run);
  }
  for (const { runId } of held) options.logger.info({ run: runId }, "a run of before is taken up again");
  return held;
}

async function take(
  runId: string,
  { dataDir, events, logger }: RecoveryOptions,
): Promise<HeldRun | undefined> {
  const folder = runFolder(dataDir, runId);
  try {
    const file = await readRunFile(folder);
    return new HeldRun({ folder, file, lock: await lockRun(folder), isRecovered: true, logger });
  } catch (error) {
    const reason = `the run cannot be taken up again: ${messageOf(error)}`;
    logger.error({ run: runId }, reason);
    if (!isLost(error)) return undefined;
    events.append(runId, unopenedEnd({ runId }, events, "failed", reason));
    return undefined;
  }
}

/** Whether there is no use in another try: what it needs is gone, not just out of reach, or of another version. */
function isLost(error: unknown): boolean {
  return (error as { readonly code?: string }).code === "ENOENT";
}

/** Folders of runs that were submitted right before a crash, or whose history was not written, or lost. */
async function untold(dataDir: string, store: RunStore): Promise<string[]> {
  const names = await readdir(join(dataDir, "runs")).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  });
  const told = new Set((await store.runs({}, mostListed)).map(({ snapshot }) => snapshot.runId));
  const untoldNames: string[] = [];
  for (const name of names) {
    const isTold = told.has(name) || (await store.run(name)) !== undefined;
    if (!isTold && (await exists(runFileOf(runFolder(dataDir, name))))) untoldNames.push(name);
  }
  return untoldNames;
}

async function takeUntold(
  runId: string,
  { dataDir, store, events, logger }: RecoveryOptions,
): Promise<HeldRun | undefined> {
  const folder = runFolder(dataDir, runId);
  try {
    const file = await readRunFile(folder);
    if (file.stream !== store.stream || file.wish.state === "over") return undefined;
    const lock = await lockRun(folder);
    events.append(runId, submittedEvent(file));
    return new HeldRun({ folder, file, lock, isRecovered: true, logger });
  } catch (error) {
    logger.error({ run: runId }, `the run cannot be taken up: ${messageOf(error)}`);
    return undefined;
  }
}
