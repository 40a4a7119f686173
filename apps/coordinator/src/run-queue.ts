import type { Logger } from "@lockstep/logging";
import type { EventLog } from "@lockstep/telemetry";
import { stepsPerEpoch, totalSteps } from "@lockstep/training-run";
import type { ClusterEndpoint } from "./cluster-endpoint.js";
import { CoordinatorError } from "./coordinator-error.js";
import { forgetPredictions } from "./forget-predictions.js";
import type { PreparedRun, RunRecord } from "./prepared-run.js";
import { concludeRun } from "./run-conclusion.js";
import { RunExecution, type RunEnding } from "./run-execution.js";
import { RunFiles } from "./run-files.js";
import { openRunFolder } from "./run-folder.js";

export interface RunQueueOptions {
  readonly dataDir: string;
  readonly events: EventLog;
  readonly logger: Logger;
  readonly now: () => number;
  readonly cluster: () => ClusterEndpoint;
}

/** Ended runs that are remembered. */
const keptRuns = 100;

/** Bytes of predictions that clients may still ask for. */
const keptPredictionBytes = 2 ** 30;

/** Runs that may wait: each holds its data in memory. */
const maxWaiting = 64;

/** Runs of a coordinator: one is active, the others wait their turn in the order in which they came. */
export class RunQueue {
  readonly #records = new Map<string, RunRecord>();
  readonly #waiting: PreparedRun[] = [];
  /** Runs that ended and are being saved. */
  readonly #concluding = new Set<Promise<void>>();
  #active: RunExecution | undefined;
  #whenActiveEnds: (() => void) | undefined;
  #isClosing = false;

  constructor(private readonly options: RunQueueOptions) {}

  /** The run that workers compute for. */
  get active(): RunExecution | undefined {
    return this.#active;
  }

  /** @throws CoordinatorError NOT_FOUND */
  record(runId: string): RunRecord {
    const record = this.#records.get(runId);
    if (record) return record;
    const message = `run: expected the id of a run of this coordinator, got ${JSON.stringify(runId)}`;
    throw new CoordinatorError("NOT_FOUND", message);
  }

  /** @throws CoordinatorError CLOSING or BUSY */
  async submit(run: PreparedRun): Promise<void> {
    this.#checkOpen();
    await openRunFolder(this.options.dataDir, run);
    this.#checkOpen();
    const { events } = this.options;
    this.#records.set(run.runId, { runId: run.runId, firstEvent: events.sequence + 1 });
    const { shape } = run.definition;
    events.append(run.runId, {
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

  /** Ends a run after its current step, or takes it out of the queue. @throws CoordinatorError NOT_FOUND */
  stop(runId: string, reason: string): void {
    this.record(runId);
    if (this.#active?.runId === runId) return this.#active.stop(reason);
    const place = this.#waiting.findIndex((run) => run.runId === runId);
    if (place < 0) return;
    // A run that never began ends as one that is stopped before its first step.
    for (const run of this.#waiting.splice(place, 1)) this.#execute(run).stop(reason);
  }

  /** Stops what is active and what waits, and resolves when the last model is saved. Takes no more runs. */
  async drain(reason: string): Promise<void> {
    this.#isClosing = true;
    for (const run of [...this.#waiting]) this.stop(run.runId, reason);
    this.#active?.stop(reason);
    if (this.#active) await new Promise<void>((resolve) => (this.#whenActiveEnds = resolve));
    await Promise.all(this.#concluding);
  }

  /** Gives up what is active and what waits: nothing of it is saved. */
  abandon(): void {
    this.#isClosing = true;
    this.#waiting.length = 0;
    this.#active?.abandon();
    this.#active = undefined;
  }

  #checkOpen(): void {
    if (this.#isClosing)
      throw new CoordinatorError("CLOSING", "the coordinator is closing and takes no more runs");
    if (this.#waiting.length >= maxWaiting) {
      throw new CoordinatorError("BUSY", `${maxWaiting} runs wait already, which is the limit`);
    }
  }

  #startNext(): void {
    if (this.#active || this.#isClosing) return;
    const run = this.#waiting.shift();
    if (!run) return;
    const execution = this.#execute(run);
    this.#active = execution;
    for (const session of this.options.cluster().sessions) if (!session.leaving) execution.join(session);
  }

  #execute(run: PreparedRun): RunExecution {
    const { dataDir, events, logger, now } = this.options;
    const files = new RunFiles(dataDir, run);
    const finished = (ending: RunEnding): void => this.#conclude(run, files, ending);
    return new RunExecution({ run, files, events, logger, now, cluster: this.options.cluster(), finished });
  }

  /** Saves what came of a run, then lets the next one begin. */
  #conclude(run: PreparedRun, files: RunFiles, ending: RunEnding): void {
    const cluster = this.options.cluster();
    for (const session of cluster.sessions) cluster.send(session, { type: "run-end", runId: run.runId });
    if (this.#active?.runId === run.runId) this.#active = undefined;
    const concluding = this.#save(run, files, ending).finally(() => {
      this.#concluding.delete(concluding);
      this.#startNext();
    });
    this.#concluding.add(concluding);
    this.#whenActiveEnds?.();
  }

  async #save(run: PreparedRun, files: RunFiles, ending: RunEnding): Promise<void> {
    const { dataDir, events, logger } = this.options;
    const { lastEvent, predictions } = await concludeRun(run, ending, { dataDir, files, events, logger });
    const record = this.#records.get(run.runId);
    if (record) Object.assign(record, { lastEvent, ...(predictions ? { predictions } : {}) });
    this.#forgetOldest();
  }

  #forgetOldest(): void {
    const ended = [...this.#records.values()].filter(({ lastEvent }) => lastEvent !== undefined);
    for (const { runId } of ended.slice(0, Math.max(0, ended.length - keptRuns))) this.#records.delete(runId);
    forgetPredictions([...this.#records.values()], keptPredictionBytes);
  }
}
