import { CoordinatorError, requestError } from "../coordinator-error.js";
import type { PreparationTask } from "./preparation-messages.js";
import type { PreparationOptions, RunMaterials, RunOfBefore, RunRequest } from "./read-request.js";
import { ReadingThread } from "./reading-thread.js";

/** Requests that may wait to be read. */
const maxWaiting = 64;

/** Reads what runs need, one after the other, each in a thread, so that the coordinator goes on answering. */
export class RunPreparer {
  /** Of the request before: that it is done, not what it came to, which would be kept for as long as none follows. */
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;
  /** For the first request: that of `lockstep run` comes as soon as its coordinator listens. */
  #ahead: ReadingThread | undefined = new ReadingThread();

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
    const reading = this.#last.then(() => this.#thread().read(task, signal));
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

  /** Ends the thread that waits for a request. */
  async close(): Promise<void> {
    await this.#ahead?.end();
  }

  #thread(): ReadingThread {
    const thread = this.#ahead ?? new ReadingThread();
    this.#ahead = undefined;
    return thread;
  }
}
