import { Worker } from "node:worker_threads";
import { threadExecArgv } from "@lockstep/async";
import { DataError, type DataErrorCode } from "@lockstep/sequence-data";
import type { DataPart } from "@lockstep/training-run";
import type { FileParts, RowAnswer, RowQuestion } from "./row-messages.js";
import type { PackedRows, RowSource } from "./row-source.js";

interface Asker {
  readonly resolve: (rows: PackedRows) => void;
  readonly reject: (error: Error) => void;
}

/** Rows of data that stay in files, read in a thread. */
export class FileRows implements RowSource {
  readonly #thread: Worker;
  /** Answers come in the order of the questions. */
  readonly #askers: Asker[] = [];
  #failure: Error | undefined;

  constructor(parts: FileParts) {
    this.#thread = new Worker(new URL("./row-thread.js", import.meta.url), {
      workerData: parts,
      execArgv: threadExecArgv(),
    });
    this.#thread.on("message", (answer: RowAnswer) => this.#take(answer));
    this.#thread.on("error", (error) => this.#fail(error));
    this.#thread.on("exit", () => this.#fail(new Error("the thread that reads rows ended early")));
  }

  rows(part: DataPart, indices: Uint32Array): Promise<PackedRows> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      this.#askers.push({ resolve, reject });
      this.#thread.postMessage({ part, indices } satisfies RowQuestion);
    });
  }

  close(): void {
    this.#askers.length = 0;
    void this.#thread.terminate();
  }

  #take(answer: RowAnswer): void {
    const asker = this.#askers.shift();
    if (answer.ok) return asker?.resolve(answer.rows);
    const { code, message } = answer;
    asker?.reject(code === undefined ? new Error(message) : new DataError(code as DataErrorCode, message));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const asker of this.#askers.splice(0)) asker.reject(this.#failure);
  }
}
