import { appendFile } from "node:fs/promises";
import { join } from "node:path";
import { saveModel } from "@lockstep/checkpoint";
import type { Measures } from "@lockstep/telemetry";
import { EpochLog } from "./epoch-log.js";
import { OrderedWrites } from "./ordered-writes.js";
import type { PreparedRun } from "./prepared-run.js";
import { bestModelFile, epochLogFile, modelOf, runFolder } from "./run-folder.js";

/** Parameters worth keeping. */
export interface BestModel {
  /** They do not change afterwards. */
  readonly parameters: Float32Array;
  readonly step: number;
  /** Whole epochs done. */
  readonly epoch: number;
}

/** Paths of what was written. */
export interface WrittenFiles {
  readonly best?: string;
  readonly log?: string;
}

/** What a run writes while it goes on, beside the hot path. */
export class RunFiles {
  readonly #folder: string;
  readonly #writes = new OrderedWrites();
  readonly #log: EpochLog | undefined;
  #written: WrittenFiles = {};

  constructor(
    dataDir: string,
    private readonly run: PreparedRun,
  ) {
    this.#folder = runFolder(dataDir, run.runId);
    const isLogged = run.job.fit.callbacks.some(({ type }) => type === "CSVLogger");
    this.#log = run.kind === "train" && isLogged ? new EpochLog() : undefined;
  }

  /** @param epoch from 0 */
  endEpoch(epoch: number, measures: Measures): void {
    const lines = this.#log?.lines(epoch, measures);
    if (lines === undefined) return;
    const log = join(this.#folder, epochLogFile);
    this.#writes.add("the log of the epochs", async () => {
      await appendFile(log, lines);
      this.#written = { ...this.#written, log };
    });
  }

  /** Keeps the best parameters so far; a worse one that was not written yet is passed over. */
  keepBest({ parameters, step, epoch }: BestModel): void {
    const best = join(this.#folder, bestModelFile);
    this.#writes.replace("the best model", async () => {
      await saveModel(best, modelOf(this.run, { parameters, step, epoch }));
      this.#written = { ...this.#written, best };
    });
  }

  /** What is there so far. */
  get written(): WrittenFiles {
    return this.#written;
  }

  /** Resolves when all is written, with what went wrong, if anything. */
  settled(): Promise<string | undefined> {
    return this.#writes.settled();
  }
}
