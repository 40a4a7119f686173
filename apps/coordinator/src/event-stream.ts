import { status, type ServerWritableStream } from "@grpc/grpc-js";
import { sleep } from "@lockstep/async";
import type { WatchEvent, WatchRequest } from "@lockstep/protocol";
import type { EventLog } from "@lockstep/telemetry";
import { messageOf } from "./coordinator-error.js";

type Call = ServerWritableStream<WatchRequest, WatchEvent>;

export interface WatchedRun {
  readonly runId: string;
  /** Whether nothing more will happen in it, as far as this coordinator is concerned. */
  isOver(): boolean;
  /** Resolves when that is so. */
  readonly over: Promise<void>;
}

/** Events that are read and written at once. */
const pageEvents = 500;

/** Milliseconds from one page to the next at least: of steps that take less, several are written together. */
const pageIntervalMs = 10;

/**
 * Writes a run's events after number `after` to a client, as fast as it takes them, until the run's last: those of
 * earlier lives of the coordinator as well. The coordinator never waits for a client.
 */
export function streamEvents(call: Call, log: EventLog, run: WatchedRun, after: number): void {
  const stream = new EventStream(call, log, run, after);
  stream.run().catch((error: unknown) => {
    call.emit("error", { code: status.INTERNAL, details: `events cannot be read: ${messageOf(error)}` });
  });
}

class EventStream {
  /** The client has all events up to this one. */
  #cursor: number;
  readonly #gone = new AbortController();
  #wake = (): void => undefined;

  constructor(
    private readonly call: Call,
    private readonly log: EventLog,
    private readonly watched: WatchedRun,
    after: number,
  ) {
    this.#cursor = after;
    const gone = (): void => {
      this.#gone.abort();
      this.#wake();
    };
    call.on("cancelled", gone);
    call.on("close", gone);
    call.on("drain", () => this.#wake());
  }

  async run(): Promise<void> {
    const unsubscribe = this.log.subscribe(() => this.#wake());
    // A run may be left without a last event.
    void this.watched.over.then(() => this.#wake());
    try {
      while (!this.#gone.signal.aborted) {
        if (this.call.writableNeedDrain) await this.#woken();
        else if (await this.#takePage()) return;
      }
    } finally {
      unsubscribe();
    }
  }

  /** Resolves when an event came, the client took some, or went away. */
  #woken(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  /** @returns whether that was the end */
  async #takePage(): Promise<boolean> {
    const isOver = this.watched.isOver();
    const page = await this.log.history.runPage(this.watched.runId, this.#cursor, pageEvents);
    if (page === "too-old") {
      const details = `after: the events right after ${this.#cursor} are no longer kept; the client reads too slowly`;
      this.call.emit("error", { code: status.RESOURCE_EXHAUSTED, details });
      return true;
    }
    for (const event of page.events) {
      if (this.#gone.signal.aborted) return true;
      this.call.write({ sequence: event.sequence, json: JSON.stringify(event) });
      if (event.type === "run-finished") return this.#end();
    }
    this.#cursor = page.through;
    if (this.#cursor < this.log.sequence) return false;
    if (isOver) return this.#end();
    // Is it over by now, then its last events are yet to be read.
    if (this.watched.isOver()) return false;
    const writtenAt = performance.now();
    await this.#woken();
    const restMs = pageIntervalMs - (performance.now() - writtenAt);
    if (restMs > 0) await sleep(restMs, this.#gone.signal);
    return false;
  }

  #end(): true {
    this.call.end();
    return true;
  }
}
