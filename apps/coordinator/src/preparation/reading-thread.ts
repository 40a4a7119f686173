import { Worker } from "node:worker_threads";
import { deferred, threadExecArgv } from "@lockstep/async";
import { CoordinatorError } from "../coordinator-error.js";
import type { PreparationAnswer, PreparationTask } from "./preparation-messages.js";
import type { RunMaterials } from "./read-request.js";

/** A thread that reads one request. It may be started before there is one: that takes longer than many are read. */
export class ReadingThread {
  readonly #thread: Worker;
  readonly #answer = deferred<PreparationAnswer>();

  constructor() {
    this.#thread = new Worker(new URL("./preparation-thread.js", import.meta.url), {
      execArgv: threadExecArgv(),
    });
    // Who reads a request hears of it; before that nobody has to.
    this.#answer.promise.catch(() => undefined);
    this.#thread.once("message", this.#answer.resolve);
    this.#thread.once("error", this.#answer.reject);
    this.#thread.once("exit", () =>
      this.#answer.reject(new Error("the thread that read the request ended early")),
    );
  }

  /**
   * Reads the request, and ends.
   * @param signal gives it up
   * @throws CoordinatorError that names the field
   */
  async read(task: PreparationTask, signal: AbortSignal): Promise<RunMaterials> {
    const giveUp = (): void =>
      this.#answer.reject(new CoordinatorError("CANCELLED", "the request was given up"));
    if (signal.aborted) giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    this.#thread.postMessage(task);
    try {
      return materialsOf(await this.#answer.promise);
    } finally {
      signal.removeEventListener("abort", giveUp);
      await this.end();
    }
  }

  async end(): Promise<void> {
    await this.#thread.terminate();
  }
}

function materialsOf(answer: PreparationAnswer): RunMaterials {
  if (answer.ok) return answer.materials;
  if (answer.code === undefined) throw new Error(answer.message);
  throw new CoordinatorError(answer.code, answer.message);
}
