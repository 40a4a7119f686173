import { Worker } from "node:worker_threads";
import { deferred, sleep, threadExecArgv } from "@lockstep/async";
import { packRows } from "./packed-rows.js";
import type { RangeTask } from "./range-task.js";
import type { Slot, TaskOutcome } from "./slot.js";
import type { BackendDescription, FromSlot, SlotModel, SlotSettings, ToSlot } from "./slot-messages.js";
import { closeLimitMs, defaultHungAfterMs, TaskUnderWay } from "./task-under-way.js";

export interface ThreadSlotOptions {
  readonly backend: SlotSettings["backend"];
  /** What its thread runs, a module. Default: `slot-thread.js`, which computes. */
  readonly program?: URL;
  /** Time after which a slot that goes on with what is not wanted any more is taken for broken. */
  readonly hungAfterMs?: number;
}

/** A thread that computes, so that heartbeats go on meanwhile. One task at a time. */
export class ThreadSlot implements Slot {
  readonly #thread: Worker;
  readonly #ready = deferred<BackendDescription>();
  #task: TaskUnderWay | undefined;
  /** What the thread has. */
  #parameters: Float32Array | undefined;
  #ended: string | undefined;
  #isClosing = false;
  readonly #broken = deferred<never>();
  readonly #unwanted = new Int32Array(new SharedArrayBuffer(4));
  readonly #hungAfterMs: number;

  constructor({ backend, program, hungAfterMs = defaultHungAfterMs }: ThreadSlotOptions) {
    this.#hungAfterMs = hungAfterMs;
    const settings: SlotSettings = { backend, unwanted: this.#unwanted.buffer };
    this.#thread = new Worker(program ?? new URL("./slot-thread.js", import.meta.url), {
      workerData: settings,
      execArgv: threadExecArgv(),
    });
    // Whoever waits for it hears of it; nobody has to.
    this.#broken.promise.catch(() => undefined);
    this.#thread.on("message", (message: FromSlot) => this.#hear(message));
    this.#thread.on("error", (error) => this.#end(error.message));
    this.#thread.on("exit", (code) => this.#end(`the slot's thread ended with code ${code}`));
  }

  /** The backend it computes on. Rejects where there is none. */
  get ready(): Promise<BackendDescription> {
    return this.#ready.promise;
  }

  /** Rejects when the thread ended by itself, or hangs; never resolves. */
  get broken(): Promise<never> {
    return this.#broken.promise;
  }

  get idle(): boolean {
    return this.#task === undefined;
  }

  get busyMs(): number {
    return this.#task?.busyMs ?? 0;
  }

  begin(model: SlotModel): void {
    this.#parameters = undefined;
    this.#say({ type: "model", ...model });
  }

  compute(
    id: number,
    task: RangeTask,
    parameters: Float32Array | undefined,
    done: (outcome: TaskOutcome) => void,
  ): void {
    if (this.#task) throw new Error("a slot computes one task at a time");
    if (this.#ended !== undefined) return done({ ok: false, reason: this.#ended });
    this.#task = new TaskUnderWay(id, done);
    // Copies of the piece alone: a message with a view carries all that the view looks into.
    const data = packRows(task.data);
    const piece = { ...task, data, sequences: task.sequences.slice(), states: task.states.slice() };
    // With the task, as each message to a thread costs more than a small model's parameters.
    const isNew = parameters !== undefined && parameters !== this.#parameters;
    this.#parameters = parameters;
    const message: ToSlot = { type: "compute", id, ...piece, ...(isNew ? { parameters } : {}) };
    this.#say(message, [data.lengths.buffer, data.values.buffer]);
  }

  abandon(id: number): void {
    if (this.#task?.id !== id || this.#task.isGivenUp) return;
    Atomics.store(this.#unwanted, 0, id);
    this.#task.giveUp(this.#hungAfterMs, (reason) => this.#end(reason));
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    const limit = new AbortController();
    await Promise.race([this.#thread.terminate(), sleep(closeLimitMs, limit.signal)]);
    limit.abort();
  }

  #say(message: ToSlot, transfer: ArrayBuffer[] = []): void {
    this.#thread.postMessage(message, transfer);
  }

  #hear(message: FromSlot): void {
    switch (message.type) {
      case "ready":
        return this.#ready.resolve(message);
      case "unavailable":
        return this.#ready.reject(new Error(message.reason));
      case "computed": {
        return this.#done(message.id, { ok: true, result: message.result });
      }
      case "abandoned":
        return this.#done(message.id, { ok: false, reason: "it was given up" });
      case "failed":
        return this.#done(message.id, { ok: false, reason: message.reason });
    }
  }

  #done(id: number, outcome: TaskOutcome): void {
    const task = this.#task;
    if (task?.id !== id) return;
    this.#task = undefined;
    task.end(outcome);
  }

  #end(reason: string): void {
    this.#ended ??= reason;
    const error = new Error(`a slot broke: ${this.#ended}`);
    this.#ready.reject(error);
    if (!this.#isClosing) this.#broken.reject(error);
    if (this.#task) this.#done(this.#task.id, { ok: false, reason });
  }
}
