import type { Logger } from "@lockstep/logging";
import type { RunStore } from "@lockstep/run-store";
import type { EventLog } from "@lockstep/telemetry";
import type { ClusterEndpoint } from "./cluster-endpoint.js";
import { CoordinatorError, messageOf } from "./coordinator-error.js";
import type { LargeModelArithmetic } from "./execution/large-model-arithmetic.js";
import type { RunExecution } from "./execution/run-execution.js";
import { RunLife, type LifeEnd } from "./execution/run-life.js";
import { unopenedEnd } from "./execution/unopened-end.js";
import type { HeldRun } from "./held-run.js";
import type { Observations } from "./observation/observations.js";
import { KeptPredictions } from "./kept-predictions.js";
import type { RunPreparer } from "./preparation/run-preparer.js";
import type { Predictions } from "./prepared-run.js";

export interface RunQueueOptions {
  readonly events: EventLog;
  readonly store: RunStore;
  readonly preparer: RunPreparer;
  readonly logger: Logger;
  readonly arithmetic: LargeModelArithmetic;
  readonly now: () => number;
  readonly observations: Observations;
  readonly cluster: () => ClusterEndpoint;
}

/** Runs that may wait: each holds its job, and a lock of its folder. */
const maxWaiting = 256;

/** Bytes of data of waiting runs that are kept in memory; the others are read again when their turn comes. */
const keptDataBytes = 256 * 1024 * 1024;

/** Runs of a coordinator: one has its turn, the others wait for theirs in the order in which they came. */
export class RunQueue {
  readonly #held = new Map<string, HeldRun>();
  readonly #waiting: HeldRun[] = [];
  /** Runs of before that could not be prepared again. */
  readonly #aside = new Map<string, HeldRun>();
  readonly #predictions = new KeptPredictions();
  /** What could not be saved of runs that ended. */
  readonly #unsaved: string[] = [];
  /** Runs that are saved, while others have their turn. */
  readonly #ending = new Set<Promise<void>>();
  #current: RunLife | undefined;
  #storeTrouble: string | undefined;
  #isOpen = false;
  #isClosing = false;

  constructor(private readonly options: RunQueueOptions) {}

  /** The run that workers compute for. */
  get active(): RunExecution | undefined {
    return this.#current?.execution;
  }

  /** The run that has its turn, if it is this one. */
  lifeOf(runId: string): RunLife | undefined {
    return this.#current?.runId === runId ? this.#current : undefined;
  }

  /** Whether this coordinator goes on with the run. */
  holds(runId: string): boolean {
    return this.#held.has(runId);
  }

  /** Resolves when it does not, or no longer. */
  over(runId: string): Promise<void> {
    return this.#held.get(runId)?.released ?? Promise.resolve();
  }

  isWaiting(runId: string): boolean {
    return this.#waiting.some((held) => held.runId === runId);
  }

  /** Whether it waits for somebody to resume it, as it could not be prepared again. */
  isAside(runId: string): boolean {
    return this.#aside.has(runId);
  }

  predictionsOf(runId: string): Predictions | undefined {
    return this.#predictions.get(runId);
  }

  /** @throws CoordinatorError CLOSING or BUSY */
  checkOpen(): void {
    if (this.#isClosing)
      throw new CoordinatorError("CLOSING", "the coordinator is closing and takes no more runs");
    if (this.#waiting.length >= maxWaiting) {
      throw new CoordinatorError("BUSY", `${maxWaiting} runs wait already, which is the limit`);
    }
  }

  /** Takes a run in, behind those that wait. */
  add(held: HeldRun): void {
    this.#held.set(held.runId, held);
    this.#waiting.push(held);
    this.#forgetData();
    this.#startNext();
  }

  /** From now on runs have their turns. */
  open(): void {
    this.#isOpen = true;
    this.#startNext();
  }

  /** A run that could not be prepared again has another try, when its turn comes. */
  retry(runId: string): void {
    const held = this.#aside.get(runId);
    if (!held) return;
    this.#aside.delete(runId);
    this.#waiting.push(held);
    this.#startNext();
  }

  /** Ends a run that waits for its turn or for another try. */
  remove(runId: string, reason: string): void {
    const held = this.#aside.get(runId) ?? this.#waiting.find((one) => one.runId === runId);
    if (!held) return;
    this.#aside.delete(runId);
    if (this.#waiting.includes(held)) this.#waiting.splice(this.#waiting.indexOf(held), 1);
    this.#end(held, reason);
  }

  /** The history cannot be written, or can be again: the run that has its turn waits for that. */
  meetStoreTrouble(reason: string | undefined): void {
    this.#storeTrouble = reason;
    this.#current?.meetStoreTrouble(reason);
  }

  /**
   * Stops what is active and what waits. Takes no more runs.
   * @returns what could not be saved, once all else is
   */
  async drain(reason: string): Promise<readonly string[]> {
    this.#isClosing = true;
    for (const { runId } of [...this.#waiting]) this.remove(runId, reason);
    const current = this.#current;
    current?.giveUpSaving();
    // What is wanted holds at once; that it is also kept over a restart need not be waited for.
    void current?.stop(reason);
    await this.#allEnded();
    return this.#unsaved;
  }

  /** Resolves when the run that has its turn is over, in this life. */
  async #allEnded(): Promise<void> {
    while (this.#ending.size > 0) await Promise.all(this.#ending);
  }

  /**
   * Leaves the active run after a checkpoint, and those that wait, to the next life. Takes no more runs.
   * @param signal waits no longer for what cannot be written
   */
  async suspend(signal: AbortSignal): Promise<void> {
    this.#isClosing = true;
    const { logger } = this.options;
    const current = this.#current;
    const saved = current?.execution && !current.isEnding ? current.checkpoint(signal) : undefined;
    await saved?.then(
      ({ step, file }) => logger.info({ run: current?.runId, file }, `left after step ${step}`),
      (error: unknown) => logger.warn(`run ${current?.runId}: no checkpoint at the end: ${messageOf(error)}`),
    );
    if (current?.isEnding) await Promise.race([this.#allEnded(), aborted(signal)]);
    await this.abandon();
  }

  /** Gives up what is active and what waits, as a crash would. Resolves when nothing of it is written any more. */
  async abandon(): Promise<void> {
    this.#isClosing = true;
    this.#waiting.length = 0;
    this.#aside.clear();
    this.#current?.abandon();
    await this.#allEnded();
    this.#current = undefined;
    for (const held of this.#held.values()) held.release();
    this.#held.clear();
  }

  #startNext(): void {
    if (this.#current || this.#isClosing || !this.#isOpen) return;
    const held = this.#waiting.shift();
    if (!held) return;
    const { cluster, ...options } = this.options;
    const life = new RunLife({
      ...options,
      ...{ cluster: cluster(), held },
      begun: (execution) => this.#begin(execution),
      executed: () => this.#tellOfEnd(held.runId),
    });
    this.#current = life;
    if (this.#storeTrouble !== undefined) life.meetStoreTrouble(this.#storeTrouble);
    const ending = this.#live(life).finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  #begin(execution: RunExecution): void {
    for (const session of this.options.cluster().sessions) if (!session.leaving) execution.join(session);
  }

  #tellOfEnd(runId: string): void {
    const cluster = this.options.cluster();
    for (const session of cluster.sessions) cluster.send(session, { type: "run-end", runId });
  }

  /** Lets a run live, then the next one. */
  async #live(life: RunLife): Promise<void> {
    const end = await life.live();
    if (!end) return;
    this.#current = undefined;
    if (end.type === "over") return this.#finish(life.held, end);
    this.#aside.set(life.runId, life.held);
    this.#startNext();
  }

  /** A run that never began ends as one that is stopped before its first step. */
  #end(held: HeldRun, reason: string): void {
    const { events } = this.options;
    events.append(held.runId, unopenedEnd(held, events, "stopped", reason));
    const ending = this.#finish(held, { type: "over" }).finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  /** Keeps the run until its end is told: who watches waits for that. */
  async #finish(held: HeldRun, { predictions, unsaved }: Extract<LifeEnd, { type: "over" }>): Promise<void> {
    const { runId } = held;
    if (predictions) this.#predictions.add(runId, predictions);
    if (unsaved !== undefined) this.#unsaved.push(`run ${runId}: ${unsaved}`);
    this.#startNext();
    try {
      await this.options.events.flushed();
      await held.end();
    } catch (error) {
      this.options.logger.error(`run ${runId}: its end could not be stored yet: ${messageOf(error)}`);
    }
    this.#held.delete(runId);
    held.release();
  }

  /** Of the data of those that wait, the first ones' are kept, as far as they fit. */
  #forgetData(): void {
    let bytes = 0;
    for (const held of this.#waiting) {
      bytes += held.prepared?.data.bytes ?? 0;
      if (bytes > keptDataBytes) held.prepared = undefined;
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
