import {
  CheckpointError,
  type CheckpointFolder,
  type RunIdentity,
  type WrittenCheckpoint,
} from "@lockstep/checkpoint";
import type { RunEventBody } from "@lockstep/telemetry";
import type { CheckpointKeep, ResumePoint } from "@lockstep/training-run";
import type { EventSink } from "./event-sink.js";

/** A checkpoint that somebody asked for, and is on disk. */
export interface SavedCheckpoint {
  readonly step: number;
  /** Below the run's folder. */
  readonly file: string;
}

/** Somebody who asked for a checkpoint. */
export interface Asker {
  resolve(saved: SavedCheckpoint): void;
  reject(reason: Error): void;
}

/** A checkpoint to be written. */
export interface CheckpointOrder {
  readonly point: ResumePoint;
  readonly keep: CheckpointKeep;
  /** Whether somebody asked for it: then no newer one takes its place. */
  readonly isAsked: boolean;
  readonly askers: readonly Asker[];
}

export interface CheckpointWriterOptions {
  readonly folder: Pick<CheckpointFolder, "write">;
  readonly identity: RunIdentity;
  readonly events: Pick<EventSink, "flushed">;
  /** Milliseconds on the clock of the run's inputs. */
  readonly now: () => number;
  readonly emit: (event: RunEventBody) => void;
  /** `trouble`, `backlog` or `fault` may have changed. */
  readonly changed: () => void;
  /** Told of what could not be removed. */
  readonly warn?: ((error: Error) => void) | undefined;
}

type State =
  | { readonly type: "idle" } // it begins with the next order
  | { readonly type: "writing"; readonly ended: Promise<void> }
  | { readonly type: "failed"; readonly triedAt: number } // `retry` begins again
  | { readonly type: "closed"; readonly fault?: string }; // nothing more is written

/** Between two attempts, at least. */
const retryMs = 1000;

/** Orders that may wait without the run being stopped; each holds a copy of the optimizer's state. */
const maxWaiting = 4;

/**
 * Writes checkpoints one after the other beside the run: first all that the run told of itself, then the file, so that
 * no checkpoint is ever ahead of the history. Of several that wait only the newest is written, but for those that are
 * kept for good or were asked for.
 */
export class CheckpointWriter {
  #state: State = { type: "idle" };
  #waiting: CheckpointOrder[] = [];
  #trouble: string | undefined;
  #isAbandoned = false;

  constructor(private readonly options: CheckpointWriterOptions) {}

  /** Why the last attempt failed; undefined: it did not. It stays while the next attempt is under way. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Why no checkpoint of the run can ever be written. */
  get fault(): string | undefined {
    return this.#state.type === "closed" ? this.#state.fault : undefined;
  }

  /** Why the run must not go on for now: more wait than memory is for. */
  get backlog(): string | undefined {
    if (this.#waiting.length <= maxWaiting) return undefined;
    return `${this.#waiting.length} checkpoints wait to be written: they are wanted faster than the disk takes them`;
  }

  /** Whether something is being written, or waits to be. */
  get isBusy(): boolean {
    return this.#state.type === "writing" || this.#waiting.length > 0;
  }

  add(order: CheckpointOrder): void {
    if (this.#state.type === "closed" || this.#isAbandoned) return rejectAll([order]);
    // A point may be wanted several times, as while a run is paused.
    const same = this.#waiting.find((waiting) => isSame(waiting, order));
    const others = this.#waiting.filter((waiting) => waiting !== same && isLasting(waiting));
    this.#waiting = [...others, same ? merged(same, order) : order];
    if (this.#state.type === "idle") this.#next();
  }

  /** Tries again what failed, if the last attempt is long enough ago. */
  retry(): void {
    if (this.#state.type === "failed" && this.options.now() - this.#state.triedAt >= retryMs) this.#next();
  }

  /** Forgets what waits, but for what must be kept. */
  dropPassing(): void {
    this.#waiting = this.#waiting.filter(isLasting);
  }

  /**
   * Resolves when nothing is being written and all that waited was tried.
   * @returns what could not be written, and why; empty: all is written
   */
  async settled(): Promise<readonly string[]> {
    await this.#idle();
    if (this.#state.type === "failed") this.#next();
    await this.#idle();
    const reason = this.trouble ?? this.fault;
    return this.#waiting.map(({ point }) => `the checkpoint of step ${point.step}: ${reason ?? "left"}`);
  }

  /** Writes nothing more and says nothing more. What is being written is not broken off: see `settled`. */
  abandon(): void {
    this.#isAbandoned = true;
    rejectAll(this.#waiting.splice(0));
  }

  async #idle(): Promise<void> {
    while (this.#state.type === "writing") await this.#state.ended;
  }

  /** Begins with the order that waits longest. */
  #next(): void {
    const order = this.#waiting.shift();
    this.#state = order ? { type: "writing", ended: this.#write(order) } : { type: "idle" };
  }

  async #write(order: CheckpointOrder): Promise<void> {
    const { folder, identity, events, now, changed } = this.options;
    const triedAt = now();
    try {
      await events.flushed();
      const written = await folder.write(identity, order.point, order.keep);
      this.#trouble = undefined;
      this.#tell(order, written, now() - triedAt);
      this.#next();
    } catch (error) {
      this.#fail(order, error as Error, triedAt);
    }
    if (!this.#isAbandoned) changed();
  }

  #tell(
    { point, askers }: CheckpointOrder,
    { file, bytes, troubles }: WrittenCheckpoint,
    durationMs: number,
  ): void {
    const { step, round } = point;
    for (const asker of askers) asker.resolve({ step, file });
    if (this.#isAbandoned) return;
    for (const trouble of troubles) this.options.warn?.(trouble);
    this.options.emit({ type: "checkpoint-saved", step, round, file, bytes, durationMs });
  }

  #fail(order: CheckpointOrder, error: Error, triedAt: number): void {
    if (this.#isAbandoned || isFault(error)) {
      this.#state = { type: "closed", ...(isFault(error) ? { fault: error.message } : {}) };
      return rejectAll([order, ...this.#waiting.splice(0)], error);
    }
    // What came meanwhile takes its place, unless it must be kept.
    if (isLasting(order) || this.#waiting.length === 0) this.#waiting.unshift(order);
    this.#trouble = error.message;
    this.#state = { type: "failed", triedAt };
  }
}

/** Whether it must be written, whatever comes after it. */
function isLasting({ keep, isAsked }: CheckpointOrder): boolean {
  return keep !== "latest" || isAsked;
}

function isSame(one: CheckpointOrder, other: CheckpointOrder): boolean {
  return one.point.round === other.point.round && one.keep === other.keep;
}

function merged(one: CheckpointOrder, other: CheckpointOrder): CheckpointOrder {
  const isAsked = one.isAsked || other.isAsked;
  return { ...other, isAsked, askers: [...one.askers, ...other.askers] };
}

/** What no other attempt changes: the checkpoint itself is at fault, or the program. */
function isFault(error: Error): boolean {
  if (!(error instanceof CheckpointError)) return error.name === "TypeError" || error.name === "RangeError";
  return error.code === "CHECKPOINT_TOO_LARGE" || error.code === "CHECKPOINT_INVALID";
}

function rejectAll(orders: readonly CheckpointOrder[], cause?: Error): void {
  const reason = cause === undefined ? "the run has ended before" : cause.message;
  for (const { askers } of orders)
    for (const asker of askers) asker.reject(new Error(`no checkpoint: ${reason}`, { cause }));
}
