import { open } from "node:fs/promises";
import type { Measures } from "@lockstep/telemetry";
import { EpochLog } from "./epoch-log.js";

export interface LoggedEpoch {
  /** From 1. */
  readonly epoch: number;
  readonly measures: Measures;
}

/** The file of an {@link EpochLog}. What a failed write left behind is written over by the next. */
export class EpochLogFile {
  readonly #log = new EpochLog();
  /** Not in the file yet. */
  #lines = "";
  #bytes = 0;

  /** @param told epochs of before, with which the file begins anew */
  constructor(
    readonly path: string,
    told: readonly LoggedEpoch[],
  ) {
    for (const epoch of told) this.add(epoch);
  }

  add({ epoch, measures }: LoggedEpoch): void {
    this.#lines += this.#log.lines(epoch - 1, measures);
  }

  /** Brings the file up to date; nothing is changed in it where nothing was ever added. */
  async write(): Promise<void> {
    const lines = this.#lines;
    if (lines === "") return;
    const file = await open(this.path, this.#bytes === 0 ? "w" : "r+");
    try {
      const bytes = Buffer.from(lines);
      for (let done = 0; done < bytes.length;)
        done += (await file.write(bytes, done, bytes.length - done, this.#bytes + done)).bytesWritten;
      this.#bytes += bytes.length;
    } finally {
      await file.close();
    }
    this.#lines = this.#lines.slice(lines.length);
  }
}
