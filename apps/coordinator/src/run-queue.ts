import { deferred } from "@lockstep/async";
import type { Logger } from "@lockstep/logging";
import type { EventLog } from "@lockstep/telemetry";
import { stepsPerEpoch, totalSteps, type RunResult } from "@lockstep/training-run";
import type { ClusterEndpoint } from "./cluster-endpoint.js";
import { CoordinatorError } from "./coordinator-error.js";
import type { PreparedRun, RunRecord } from "./prepared-run.js";
import { RunExecution } from "./run-execution.js";
import { openRunFolder, saveTrainedModel } from "./run-folder.js";

export interface RunQueueOptions {
  readonly dataDir: string;
  readonly events: EventLog;
  readonly logger: Logger;
  readonly now: () => number;
  readonly cluster: () => ClusterEndpoint;
}

/** Ended runs whose results are kept in memory. */
const keptRuns = 100;

/** Runs of a coordinator: one is active, the others wait their turn in the order in which they came. */
export class RunQueue {
  readonly #records = new Map<string, RunRecord>();
  readonly #waiting: PreparedRun[] = [];
  #active: RunExecution | undefined;
  #idle = deferred<undefined>();
  #closing = false;

  constructor(private readonly options: RunQueueOptions) {
    this.#idle.resolve(undefined);
  }

  get active(): RunExecution | undefined {
    return this.#active;
  }

  get records(): readonly RunRecord[] {
    return [...this.#records.values()];
  }

  /** @throws CoordinatorError NOT_FOUND */
  record(runId: string): RunRecord {
    const record = this.#records.get(runId);
    if (!record)
      throw new CoordinatorError(
        "NOT_FOUND",
        `run: expected the id of a run of this coordinator, got ${JSON.stringify(runId)}`,
      );
    return record;
  }

  async submit(run: PreparedRun): Promise<void> {
    if (this.#closing)
      throw new CoordinatorError("CLOSING", "the coordinator is closing and takes no more runs");
    await openRunFolder(this.options.dataDir, run);
    this.#records.set(run.runId, { run, state: "queued", firstEvent: this.options.events.sequence + 1 });
    const { shape } = run.definition;
    this.options.events.append(run.runId, {
      type: "run-submitted",
      name: run.name,
      kind: run.kind,
      totalSteps: totalSteps(shape),
      epochs: run.kind === "train" ? shape.epochs : 0,
      stepsPerEpoch: run.kind === "train" ? stepsPerEpoch(shape) : 0,
      sequences: run.kind === "train" ? shape.sequences.train : shape.sequences.test,
    });
    this.#waiting.push(run);
    this.#startNext();
  }

  /** Ends a run after its current step, or takes it out of the queue. */
  stop(runId: string, reason: string): void {
    const record = this.record(runId);
    if (this.#active?.runId === runId) return this.#active.stop(reason);
    if (record.state !== "queued") return;
    this.#waiting.splice(this.#waiting.indexOf(record.run), 1);
    // A run that never began ends as one that is stopped before its first step.
    this.#execute(record.run).stop(reason);
  }

  /** Stops what is active, drops what waits, and resolves when the last model is saved. */
  async drain(reason: string): Promise<void> {
    this.#closing = true;
    for (const run of [...this.#waiting]) this.stop(run.runId, reason);
    this.#active?.stop(reason);
    await this.#idle.promise;
  }

  #startNext(): void {
    if (this.#active) return;
    const run = this.#waiting.shift();
    if (!run) return this.#idle.resolve(undefined);
    this.#idle = deferred<undefined>();
    this.record(run.runId).state = "active";
    this.#active = this.#execute(run);
    for (const session of this.options.cluster().sessions) this.#active.join(session);
  }

  #execute(run: PreparedRun): RunExecution {
    const { events, logger, now } = this.options;
    const cluster = this.options.cluster();
    return new RunExecution({
      run,
      events,
      logger,
      now,
      session: (workerId) => cluster.session(workerId),
      refuse: (session, code, reason) => cluster.refuse(session, code, reason),
      finished: (result) => void this.#finish(run, result),
    });
  }

  /** Saves the model, says how the run ended, and lets the next one begin. */
  async #finish(run: PreparedRun, result: RunResult): Promise<void> {
    for (const session of this.options.cluster().sessions)
      session.send({ type: "run-end", runId: run.runId });
    const saved = await this.#save(run, result);
    const ended =
      saved.failure === undefined ? result : { ...result, outcome: "failed" as const, reason: saved.failure };
    Object.assign(this.record(run.runId), {
      state: "ended",
      result: ended,
      ...(saved.path ? { model: saved.path } : {}),
    });
    this.options.events.append(run.runId, {
      type: "run-finished",
      outcome: ended.outcome,
      ...(ended.reason === undefined ? {} : { reason: ended.reason }),
      steps: result.state.step,
      finalDigest: result.digest,
      ...(saved.path ? { model: saved.path } : {}),
      ...(result.test ? { test: result.test } : {}),
      droppedResults: result.droppedResults,
    });
    this.#forgetOldest();
    if (this.#active?.runId === run.runId) this.#active = undefined;
    this.#startNext();
  }

  async #save(run: PreparedRun, result: RunResult): Promise<{ path?: string; failure?: string }> {
    if (run.kind !== "train") return {};
    try {
      const path = await saveTrainedModel(this.options.dataDir, run, result);
      this.options.events.append(run.runId, { type: "model-saved", path });
      return { path };
    } catch (error) {
      this.options.logger.error({ error }, "the model could not be saved");
      return {
        failure: `the model could not be saved: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
  }

  #forgetOldest(): void {
    const ended = this.records.filter((record) => record.state === "ended");
    for (const record of ended.slice(0, Math.max(0, ended.length - keptRuns)))
      this.#records.delete(record.run.runId);
  }
}
