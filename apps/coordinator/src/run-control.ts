import { rm } from "node:fs/promises";
import type { SavedCheckpoint } from "@lockstep/durable-run";
import type { Logger } from "@lockstep/logging";
import { lockFolder, type FolderLock, type RunStore } from "@lockstep/run-store";
import { isFinished, type EventLog, type RunSnapshot } from "@lockstep/telemetry";
import type { RunOverview } from "@lockstep/telemetry/views";
import { CoordinatorError, messageOf } from "./coordinator-error.js";
import { writeRunFile, type RunFile } from "./data-dir/run-file.js";
import type { RunLife } from "./execution/run-life.js";
import { HeldRun } from "./held-run.js";
import { newRunId } from "./new-run-id.js";
import { assembleRun } from "./preparation/assemble-run.js";
import type { RunMaterials, RunRequest } from "./preparation/read-request.js";
import type { RunPreparer } from "./preparation/run-preparer.js";
import type { Predictions, PreparedRun } from "./prepared-run.js";
import { makeRunFolder, runFolder } from "./run-folder.js";
import type { RunQueue } from "./run-queue.js";
import { runSizes, submittedEvent } from "./submitted-event.js";

export interface RunControlOptions {
  readonly dataDir: string;
  readonly stream: string;
  readonly store: RunStore;
  readonly events: EventLog;
  readonly logger: Logger;
  readonly preparer: RunPreparer;
  readonly queue: RunQueue;
}

/** A run as a list has it. */
export interface ListedRun {
  readonly runId: string;
  readonly name: string;
  readonly kind: RunSnapshot["kind"];
  readonly state: RunSnapshot["state"] | "interrupted";
  readonly step: number;
  readonly totalSteps: number;
  readonly submittedMs: number;
  readonly waitingFor?: string;
}

/** Runs that a list has at most, the newest ones. */
const mostListed = 1000;

/** What clients may do with runs. Everything throws CoordinatorError with a text for them. */
export class RunControl {
  constructor(private readonly options: RunControlOptions) {}

  /** Prepares a run, keeps all that is needed to take it up again, and has it wait for its turn. @returns its id */
  async submit(request: RunRequest, signal: AbortSignal): Promise<string> {
    const { preparer, queue } = this.options;
    queue.checkOpen();
    const materials = await preparer.read(request, signal);
    const runId = newRunId(materials.job.name);
    const { minWorkers } = request;
    const run = assembleRun(materials, {
      runId,
      ...(minWorkers === undefined ? {} : { startWorkers: minWorkers }),
    });
    queue.checkOpen();
    const held = await this.#keep(run, request, materials);
    await this.#tell(held);
    return runId;
  }

  async #keep(run: PreparedRun, request: RunRequest, materials: RunMaterials): Promise<HeldRun> {
    const { dataDir, stream, logger } = this.options;
    const folder = runFolder(dataDir, run.runId);
    const file: RunFile = {
      name: run.name,
      kind: run.kind,
      stream,
      submittedMs: Date.now(),
      request,
      identity: run.identity,
      initialDigest: materials.initialDigest ?? "",
      sizes: runSizes(run.definition.shape),
      wish: { state: "run" },
    };
    let lock: FolderLock | undefined;
    try {
      await makeRunFolder(folder, run.job);
      lock = lockFolder(folder, "run");
      await writeRunFile(folder, file);
      const held = new HeldRun({ folder, file, lock, isRecovered: false, logger });
      held.prepared = run;
      return held;
    } catch (cause) {
      lock?.release();
      await rm(folder, { recursive: true, force: true });
      throw new CoordinatorError("UNWRITABLE", `the run cannot be kept: ${messageOf(cause)}`, { cause });
    }
  }

  /** From then on it is listed, and survives whatever comes: its folder says that it is there. */
  async #tell(held: HeldRun): Promise<void> {
    const { events, queue, logger } = this.options;
    try {
      queue.checkOpen();
    } catch (error) {
      held.release();
      await rm(held.folder, { recursive: true, force: true });
      throw error;
    }
    events.append(held.runId, submittedEvent(held.file));
    queue.add(held);
    await events.flushed().catch((error: unknown) => {
      logger.warn(`run ${held.runId}: that it was submitted could not be stored yet: ${messageOf(error)}`);
    });
  }

  /** The newest first. */
  async list(): Promise<ListedRun[]> {
    const { events, stream } = this.options;
    const runs = await events.history.runs({ stream }, mostListed);
    return runs.map((run) => this.#listed(run));
  }

  #listed(run: RunSnapshot): ListedRun {
    const { runId, name, kind, step, totalSteps, submittedMs, waitingFor, pausedFor } = run;
    const waits = pausedFor ?? waitingFor;
    return {
      ...{ runId, name, kind, step, totalSteps, submittedMs },
      state: this.#stateOf(run),
      ...(waits === undefined ? {} : { waitingFor: waits }),
    };
  }

  #stateOf({ runId, state, ...run }: RunSnapshot): ListedRun["state"] {
    const { queue } = this.options;
    if (isFinished({ runId, state, ...run })) return state;
    if (!queue.holds(runId)) return "interrupted";
    return queue.isWaiting(runId) ? "queued" : state;
  }

  /** A run of this coordinator or of one before it. @throws CoordinatorError NOT_FOUND */
  async known(runId: string): Promise<RunSnapshot> {
    const { events, store, stream } = this.options;
    const current = events.snapshot.runs.find((run) => run.runId === runId);
    if (current) return current;
    const stored = await store.run(runId);
    if (stored?.stream === stream) return stored.snapshot;
    const message = `run: expected the id of a run of this coordinator, got ${JSON.stringify(runId)}`;
    throw new CoordinatorError("NOT_FOUND", message);
  }

  /** What is known of a run, without its events. */
  async overview(runId: string): Promise<RunOverview> {
    const { events, store, queue } = this.options;
    await this.known(runId);
    const { sequence: newest } = await store.told(runId);
    const stored = await events.history.run(runId);
    const { sequence, runs, workers } = events.snapshot;
    const run = runs.find((one) => one.runId === runId) ?? stored;
    if (!run) throw new CoordinatorError("NOT_FOUND", `run: ${runId} is no longer kept`);
    return { sequence, newest, run, workers: queue.holds(runId) ? workers : [] };
  }

  /** Whether nothing more will happen in a run, as far as this coordinator is concerned. */
  isOver(runId: string): boolean {
    return !this.options.queue.holds(runId);
  }

  /** Resolves when that is so. */
  over(runId: string): Promise<void> {
    return this.options.queue.over(runId);
  }

  /** Ends a run after its current step, or takes it out of the queue. */
  async stop(runId: string, reason: string): Promise<void> {
    const run = await this.known(runId);
    const { queue, events, logger } = this.options;
    if (queue.isWaiting(runId) || queue.isAside(runId)) {
      queue.remove(runId, reason);
      await events.flushed().catch((error: unknown) => {
        logger.warn(`run ${runId}: that it was stopped could not be stored yet: ${messageOf(error)}`);
      });
      return;
    }
    const life = queue.lifeOf(runId);
    if (!life) throw this.#wrongState(run, "only a run that is not over can be stopped");
    await life.stop(reason);
  }

  /** Has a run stand still after its current step. */
  async pause(runId: string, reason: string): Promise<void> {
    const life = await this.#lifeOf(runId, "only a run that is running or paused can be paused");
    await life.pause(reason);
  }

  /** Lets a paused run go on, or tries again to prepare one. */
  async resume(runId: string): Promise<void> {
    const { queue } = this.options;
    if (queue.isAside(runId)) {
      queue.retry(runId);
      return;
    }
    const expected = "only a run that is paused can be resumed";
    const life = await this.#lifeOf(runId, expected);
    const run = await this.known(runId);
    if (life.held.file.wish.state === "run") {
      const byItself = "it goes on by itself when there is room";
      throw this.#wrongState(run, run.state === "paused" ? byItself : expected);
    }
    await life.resume();
  }

  /** Resolves when a checkpoint is on disk. */
  async checkpoint(runId: string, signal: AbortSignal): Promise<SavedCheckpoint> {
    const life = await this.#lifeOf(runId, "only a run that is running or paused has checkpoints written");
    return life.checkpoint(signal);
  }

  async predictions(runId: string): Promise<Predictions> {
    await this.known(runId);
    const predictions = this.options.queue.predictionsOf(runId);
    if (predictions) return predictions;
    throw new CoordinatorError("NOT_FOUND", `run: ${runId} has no predictions, or none that are still kept`);
  }

  async #lifeOf(runId: string, expected: string): Promise<RunLife> {
    const run = await this.known(runId);
    const life = this.options.queue.lifeOf(runId);
    if (!life || life.isEnding) throw this.#wrongState(run, expected);
    return life;
  }

  #wrongState(run: RunSnapshot, expected: string): CoordinatorError {
    const isEnding = this.options.queue.lifeOf(run.runId)?.isEnding;
    const state = isEnding ? "ending" : this.#stateOf(run);
    return new CoordinatorError("WRONG_STATE", `run: ${run.runId} is ${state}; ${expected}`);
  }
}
