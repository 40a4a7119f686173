import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import type { Measures } from "@lockstep/telemetry";
import { EpochLog } from "./epoch-log.js";

export interface LoggedEpoch {
  /** From 1. */
  readonly epoch: number;
  readonly measures: Measures;
}

/** Of the log: how much of it is in the file. */
interface Extent {
  readonly lines: number;
  readonly bytes: number;
}

const nothing: Extent = { lines: 0, bytes: 0 };

/**
 * The file of an {@link EpochLog}. What a failed write left behind is written over by the next; a file that somebody
 * removed or changed in length is written anew.
 */
export class EpochLogFile {
  readonly #log = new EpochLog();
  /** All that the file is to have. */
  readonly #lines: string[] = [];
  #written = nothing;
  /** An attempt of ours may have left more in the file. */
  #mayHaveMore = false;

  /** @param told epochs of before, with which the file begins anew */
  constructor(
    readonly path: string,
    told: readonly LoggedEpoch[],
  ) {
    for (const epoch of told) this.add(epoch);
  }

  add({ epoch, measures }: LoggedEpoch): void {
    this.#lines.push(this.#log.lines(epoch - 1, measures));
  }

  /** Brings the file up to date; nothing is changed in it where nothing was added. */
  async write(): Promise<void> {
    if (this.#lines.length === this.#written.lines) return;
    const file = await open(this.path, constants.O_RDWR | constants.O_CREAT);
    let written: Extent;
    try {
      const before = await this.#extentIn(file);
      this.#mayHaveMore = true;
      written = await this.#append(file, before);
    } finally {
      await file.close();
    }
    this.#mayHaveMore = false;
    this.#written = written;
  }

  /** How much of the log the file still has. */
  async #extentIn(file: FileHandle): Promise<Extent> {
    const { size } = await file.stat();
    const { bytes } = this.#written;
    if (bytes > 0 && (size === bytes || (size > bytes && this.#mayHaveMore))) return this.#written;
    await file.truncate();
    return nothing;
  }

  async #append(file: FileHandle, { lines, bytes: start }: Extent): Promise<Extent> {
    const missing = this.#lines.slice(lines);
    const bytes = Buffer.from(missing.join(""));
    for (let done = 0; done < bytes.length;)
      done += (await file.write(bytes, done, bytes.length - done, start + done)).bytesWritten;
    return { lines: lines + missing.length, bytes: start + bytes.length };
  }
}
