import { deferred } from "@lockstep/async";
import type { FolderLock } from "@lockstep/run-store";
import type { Logger } from "@lockstep/logging";
import { messageOf } from "./coordinator-error.js";
import { writeRunFile, type RunFile, type Wish } from "./data-dir/run-file.js";
import type { PreparedRun } from "./prepared-run.js";

export interface HeldRunOptions {
  readonly folder: string;
  readonly file: RunFile;
  /** Nobody else goes on with it meanwhile. */
  readonly lock: FolderLock;
  /** Of an earlier life of the coordinator. */
  readonly isRecovered: boolean;
  readonly logger: Logger;
}

/** A run that is not finished, and that this coordinator has: in its folder is all that is needed to take it up. */
export class HeldRun {
  readonly folder: string;
  readonly isRecovered: boolean;
  /** While it is kept in memory: else it is prepared again when its turn comes. */
  prepared: PreparedRun | undefined;
  readonly #released = deferred<undefined>();
  readonly #lock: FolderLock;
  readonly #logger: Logger;
  #file: RunFile;
  #writing: Promise<void> = Promise.resolve();

  constructor({ folder, file, lock, isRecovered, logger }: HeldRunOptions) {
    this.folder = folder;
    this.isRecovered = isRecovered;
    this.#file = file;
    this.#lock = lock;
    this.#logger = logger;
  }

  get runId(): string {
    return this.#file.identity.runId;
  }

  get file(): RunFile {
    return this.#file;
  }

  /**
   * Keeps what somebody wants of the run, over the next life as well. Resolves when that is on disk, or cannot be
   * brought there: what is wanted holds for this life all the same.
   */
  want(wish: Exclude<Wish, { state: "over" }>): Promise<void> {
    return this.#keep(wish, `that it shall ${wish.state}`);
  }

  /** Keeps that it is over, which its history says already: should that be lost, nobody begins the run anew. */
  end(): Promise<void> {
    return this.#keep({ state: "over" }, "that it is over");
  }

  #keep(wish: Wish, what: string): Promise<void> {
    this.#file = { ...this.#file, wish };
    const write = async (): Promise<void> => writeRunFile(this.folder, this.#file);
    this.#writing = this.#writing.then(write).catch((error: unknown) => {
      const text = `run ${this.runId}: ${what} could not be kept over a restart: ${messageOf(error)}`;
      this.#logger.warn(text);
    });
    return this.#writing;
  }

  /** Resolves when others may have it. */
  get released(): Promise<void> {
    return this.#released.promise;
  }

  /** Lets others have it. */
  release(): void {
    this.prepared = undefined;
    this.#lock.release();
    this.#released.resolve(undefined);
  }
}
