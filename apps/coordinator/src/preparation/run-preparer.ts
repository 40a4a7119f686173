import { Worker } from "node:worker_threads";
import { threadExecArgv } from "@lockstep/async";
import { CoordinatorError, requestError } from "../coordinator-error.js";
import type { PreparationAnswer, PreparationTask } from "./preparation-messages.js";
import type { PreparationOptions, RunMaterials, RunOfBefore, RunRequest } from "./read-request.js";

/** Requests that may wait to be read. */
const maxWaiting = 64;

/** Reads what runs need, one after the other, each in a thread, so that the coordinator goes on answering. */
export class RunPreparer {
  /** Of the request before: that it is done, not what it came to, which would be kept for as long as none follows. */
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(private readonly options: PreparationOptions) {}

  /**
   * Checks a request, reads its data, and works out all that a run needs.
   * @param signal gives the request up
   * @throws CoordinatorError that names the field
   */
  async read(request: RunRequest, signal: AbortSignal): Promise<RunMaterials> {
    if (this.#waiting >= maxWaiting) {
      throw new CoordinatorError(
        "BUSY",
        `${maxWaiting} requests wait to be read already, which is the limit`,
      );
    }
    this.#waiting++;
    try {
      return await this.#inTurn({ request, options: this.options }, signal);
    } finally {
      this.#waiting--;
    }
  }

  /**
   * Reads again what a run of before needs.
   * @throws CoordinatorError where it is not what it was
   */
  readAgain(before: RunOfBefore, signal: AbortSignal): Promise<RunMaterials> {
    return this.#inTurn({ before, options: this.options }, signal);
  }

  async #inTurn(task: PreparationTask, signal: AbortSignal): Promise<RunMaterials> {
    const reading = this.#last.then(() => readInThread(task, signal));
    this.#last = reading.then(
      () => undefined,
      () => undefined,
    );
    try {
      return await reading;
    } catch (error) {
      throw requestError(error);
    }
  }
}

async function readInThread(task: PreparationTask, signal: AbortSignal): Promise<RunMaterials> {
  if (signal.aborted) throw givenUp();
  const thread = new Worker(new URL("./preparation-thread.js", import.meta.url), {
    workerData: task,
    execArgv: threadExecArgv(),
  });
  const answer = await new Promise<PreparationAnswer>((resolve, reject) => {
    signal.addEventListener("abort", () => reject(givenUp()), { once: true });
    thread.once("message", resolve);
    thread.once("error", reject);
    thread.once("exit", () => reject(new Error("the thread that read the request ended early")));
  }).finally(() => thread.terminate());
  if (answer.ok) return answer.materials;
  if (answer.code === undefined) throw new Error(answer.message);
  throw new CoordinatorError(answer.code, answer.message);
}

function givenUp(): CoordinatorError {
  return new CoordinatorError("CANCELLED", "the request was given up");
}
