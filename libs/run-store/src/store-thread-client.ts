import { Worker } from "node:worker_threads";
import { deferred, threadExecArgv, type Deferred } from "@lockstep/async";
import { RunStoreError } from "./run-store-error.js";
import type {
  StoreAnswer,
  StoreCallName,
  StoreCalls,
  StoreFailure,
  StoreRequest,
  StoreThreadData,
} from "./store-requests.js";

/** The thread that has the database, as those see it who ask it. */
export class StoreThread {
  readonly #thread: Worker;
  readonly #asked = new Map<number, Deferred<unknown>>();
  readonly #exited = deferred<undefined>();
  readonly #opened = deferred<unknown>();
  #lastId = 0;
  #closed: Error | undefined;

  constructor(private readonly data: StoreThreadData) {
    this.#thread = new Worker(new URL("./store-thread.js", import.meta.url), {
      workerData: data,
      execArgv: threadExecArgv(),
    });
    this.#asked.set(0, this.#opened);
    this.#thread.on("message", (answer: StoreAnswer) => this.#take(answer));
    this.#thread.on("error", (cause) =>
      this.#end(`the thread of the database failed: ${cause.message}`, cause),
    );
    this.#thread.on("exit", () => {
      this.#end("the thread of the database ended");
      this.#exited.resolve(undefined);
    });
  }

  /** Resolves when the database is open. Where it cannot be, its file is let go of. @throws RunStoreError */
  async opened(): Promise<void> {
    try {
      await this.#opened.promise;
    } catch (error) {
      await this.#exited.promise;
      throw error;
    }
  }

  /** Asks for something. Answers come in the order of the requests. @throws RunStoreError */
  call<N extends StoreCallName>(
    name: N,
    argument: StoreCalls[N]["argument"],
  ): Promise<StoreCalls[N]["answer"]> {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = ++this.#lastId;
    const request: StoreRequest<N> = { id, name, argument };
    const asked = deferred<unknown>();
    this.#asked.set(id, asked);
    this.#thread.postMessage(request);
    return asked.promise as Promise<StoreCalls[N]["answer"]>;
  }

  /** Closes after what was asked before. */
  async close(): Promise<void> {
    if (!this.#closed) {
      const closing = this.call("close", undefined);
      this.#closed = this.#closedError("the store was closed");
      await closing;
    }
    await this.#exited.promise;
  }

  #take(answer: StoreAnswer): void {
    const asked = this.#asked.get(answer.id);
    this.#asked.delete(answer.id);
    if (answer.ok) asked?.resolve(answer.answer);
    else asked?.reject(errorOf(answer.error));
  }

  #end(reason: string, cause?: Error): void {
    this.#closed ??= this.#closedError(reason, cause);
    for (const asked of this.#asked.values()) asked.reject(this.#closed);
    this.#asked.clear();
  }

  #closedError(reason: string, cause?: Error): RunStoreError {
    return new RunStoreError("STORE_CLOSED", `${this.data.path}: ${reason}`, { cause });
  }
}

function errorOf({ code, message }: StoreFailure): Error {
  return code === undefined ? new Error(message) : new RunStoreError(code, message);
}
