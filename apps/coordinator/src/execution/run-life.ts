import type { SavedCheckpoint } from "@lockstep/durable-run";
import type { RunEventBody } from "@lockstep/telemetry";
import type { ClusterEndpoint } from "../cluster-endpoint.js";
import { CoordinatorError, messageOf } from "../coordinator-error.js";
import type { HeldRun } from "../held-run.js";
import type { Predictions } from "../prepared-run.js";
import { askForCheckpoint } from "./ask-for-checkpoint.js";
import { concludeRun } from "./conclude-run.js";
import type { Observations } from "../observation/observations.js";
import type { RunObserver } from "../observation/run-observer.js";
import { openRun, type OpenedRun, type OpeningServices } from "./open-run.js";
import { RunExecution, type RunEnding } from "./run-execution.js";
import { unopenedEnd } from "./unopened-end.js";

export interface RunLifeOptions extends OpeningServices {
  readonly held: HeldRun;
  readonly cluster: ClusterEndpoint;
  readonly observations: Observations;
  /** The run takes workers from now on. */
  readonly begun: (execution: RunExecution) => void;
  /** It takes none any more. */
  readonly executed: () => void;
}

/** What a run's life in this coordinator came to. */
export type LifeEnd =
  | { readonly type: "over"; readonly unsaved?: string; readonly predictions?: Predictions }
  | { readonly type: "set-aside" }; // it cannot be prepared again at the moment: another life may

/** Where a run's life is. */
type Phase =
  | { readonly name: "opening" } // its data are read, its checkpoint is loaded
  | { readonly name: "executing"; readonly opened: OpenedRun; readonly execution: RunExecution }
  | { readonly name: "concluding"; readonly opened: OpenedRun; readonly ending: RunEnding } // what came of it is saved
  | { readonly name: "over" };

/** A run whose turn it is, from when its data are read until what came of it is saved. */
export class RunLife {
  readonly #abandoned = new AbortController();
  #phase: Phase = { name: "opening" };
  #storeTrouble: string | undefined;
  /** Why the run's files cannot be written at the moment. */
  #filesTrouble: string | undefined;
  /** Ends all waiting for checkpoints when they cannot be written. */
  #storagePaused = new AbortController();

  readonly #observer: RunObserver;

  constructor(private readonly options: RunLifeOptions) {
    this.#observer = options.observations.begin(options.held.runId);
  }

  get held(): HeldRun {
    return this.options.held;
  }

  get runId(): string {
    return this.held.runId;
  }

  /** While it takes workers. */
  get execution(): RunExecution | undefined {
    return this.#phase.name === "executing" ? this.#phase.execution : undefined;
  }

  /** Whether nothing more can be asked of it. */
  get isEnding(): boolean {
    return this.#phase.name === "concluding" || this.#phase.name === "over";
  }

  /** Lives; undefined where it was abandoned: another life goes on with the run. Never rejects. */
  async live(): Promise<LifeEnd | undefined> {
    const opened = await this.#open();
    if (this.#isAbandoned()) return this.#leave(opened);
    if ("failure" in opened) return this.#endUnopened(opened.failure);
    const ending = await this.#execute(opened);
    this.options.cluster.tensorMemory.clear();
    if (!ending) return this.#leave(opened);
    this.#phase = { name: "concluding", opened, ending };
    this.options.executed();
    const conclusion = await concludeRun(opened, ending, this.options.logger);
    if (this.#isAbandoned()) return this.#leave(opened);
    this.#phase = { name: "over" };
    this.options.events.append(this.runId, conclusion.events);
    return { type: "over", ...conclusion };
  }

  /** A method, as it changes while something is waited for. */
  #isAbandoned(): boolean {
    return this.#abandoned.signal.aborted;
  }

  async #open(): Promise<OpenedRun | { readonly failure: string }> {
    const { held, logger } = this.options;
    const { tensorMemory } = this.options.cluster;
    try {
      return await openRun(held, this.options, {
        signal: this.#abandoned.signal,
        spent: (gradient) => tensorMemory.give(gradient),
        watch: this.#observer,
        wake: () => this.execution?.wake(),
        filesTroubled: (reason) => this.#meetFilesTrouble(reason),
        storagePaused: (reason) => this.#endWaiting(reason),
      });
    } catch (error) {
      const isOurs = !(error instanceof CoordinatorError) && !this.#isAbandoned();
      if (isOurs) logger.error({ error }, `run ${this.runId} could not begin`);
      return { failure: messageOf(error) };
    }
  }

  /** @returns undefined where it was abandoned */
  #execute(opened: OpenedRun): Promise<RunEnding | undefined> {
    const { cluster, logger, now, held, begun, events } = this.options;
    return new Promise((resolve) => {
      this.#abandoned.signal.addEventListener("abort", () => resolve(undefined));
      const execution = new RunExecution({
        ...{ ...opened, events, logger, now, cluster },
        observer: this.#observer,
        finished: resolve,
      });
      this.#phase = { name: "executing", opened, execution };
      held.prepared = undefined;
      opened.machine.storage("events", this.#storeTrouble);
      opened.machine.storage("files", this.#filesTrouble);
      const { wish } = held.file;
      if (wish.state === "pause") execution.tell({ type: "pause", cause: "user", reason: wish.reason });
      if (wish.state === "stop") execution.tell({ type: "stop", reason: wish.reason });
      begun(execution);
    });
  }

  /** A checkpoint that is being written is not broken off: the next life must not meet it. */
  async #leave(opened: OpenedRun | { readonly failure: string }): Promise<undefined> {
    this.#phase = { name: "over" };
    if (!("machine" in opened)) return;
    opened.machine.abandon();
    await opened.machine.settled();
    await opened.files.settled();
  }

  /** What was trained is not given up for data that are out of reach, or changed: they may come back. */
  #endUnopened(failure: string): LifeEnd {
    this.#phase = { name: "over" };
    const { events, held } = this.options;
    const { wish } = held.file;
    if (wish.state === "stop") events.append(this.runId, unopenedEnd(held, events, "stopped", wish.reason));
    else if (!held.isRecovered) events.append(this.runId, unopenedEnd(held, events, "failed", failure));
    else {
      const step = this.#stepsTaken;
      events.append(this.runId, [{ type: "run-paused", cause: "data", reason: failure, step }]);
      return { type: "set-aside" };
    }
    return { type: "over" };
  }

  // What can be asked of it. What is wanted holds at once; the promises are for that it holds in the next life too.

  pause(reason: string): Promise<void> {
    this.execution?.tell({ type: "pause", cause: "user", reason });
    return this.held.want({ state: "pause", reason });
  }

  resume(): Promise<void> {
    this.execution?.tell({ type: "continue", cause: "user" });
    return this.held.want({ state: "run" });
  }

  /** Finishes the current step and ends. What cannot be saved at the moment is given up. */
  stop(reason: string): Promise<void> {
    if (this.#filesTrouble !== undefined) this.giveUpSaving();
    this.execution?.tell({ type: "stop", reason });
    return this.held.want({ state: "stop", reason });
  }

  /** Gives up what cannot be saved, now or later. */
  giveUpSaving(): void {
    if ("opened" in this.#phase) this.#phase.opened.files.giveUp();
  }

  /** @throws CoordinatorError where none is written */
  async checkpoint(signal: AbortSignal): Promise<SavedCheckpoint> {
    const phase = this.#phase;
    if (phase.name !== "executing") {
      const message = `run: ${this.runId} is being prepared; a checkpoint can be written once it has begun`;
      throw new CoordinatorError("WRONG_STATE", message);
    }
    const { storageTrouble } = phase.opened.machine;
    if (storageTrouble !== undefined) throw new CoordinatorError("UNWRITABLE", storageTrouble);
    return askForCheckpoint(phase.opened, AbortSignal.any([signal, this.#storagePaused.signal]));
  }

  #endWaiting(reason: string): void {
    this.#storagePaused.abort(new CoordinatorError("UNWRITABLE", reason));
    this.#storagePaused = new AbortController();
  }

  /** Ends this life at once; the run goes on in another one, from its last checkpoint. */
  abandon(): void {
    this.#abandoned.abort();
    this.execution?.abandon();
    this.giveUpSaving();
  }

  /** The history cannot be written, or can be again. */
  meetStoreTrouble(reason: string | undefined): void {
    this.#storeTrouble = reason;
    if (this.#phase.name === "executing") this.#phase.opened.machine.storage("events", reason);
  }

  #meetFilesTrouble(reason: string | undefined): void {
    const phase = this.#phase;
    const isNew = (reason === undefined) !== (this.#filesTrouble === undefined);
    this.#filesTrouble = reason;
    if (phase.name === "executing") phase.opened.machine.storage("files", reason);
    // The machine has ended: what waits is the saving of what it left.
    if (phase.name === "concluding" && isNew && !this.#isAbandoned())
      this.options.events.append(this.runId, this.#waitsForRoom(reason));
  }

  #waitsForRoom(reason: string | undefined): RunEventBody {
    const step = this.#stepsTaken;
    if (reason === undefined) return { type: "run-continued", step };
    return { type: "run-paused", cause: "storage", reason, step };
  }

  /** The history may be some milliseconds behind: an ending knows better. */
  get #stepsTaken(): number {
    if (this.#phase.name === "concluding" && "result" in this.#phase.ending)
      return this.#phase.ending.result.state.step;
    return this.options.events.snapshot.runs.find(({ runId }) => runId === this.runId)?.step ?? 0;
  }
}
