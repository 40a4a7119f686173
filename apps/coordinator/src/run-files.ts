import { join } from "node:path";
import { saveModel } from "@lockstep/checkpoint";
import type { RunResult } from "@lockstep/training-run";
import { EpochLogFile, type LoggedEpoch } from "./epoch-log-file.js";
import type { PreparedRun } from "./prepared-run.js";
import { bestModelFile, epochLogFile, modelFile, modelOf } from "./run-folder.js";
import { SteadyWrites } from "./steady-writes.js";

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

export interface RunFilesOptions {
  readonly folder: string;
  /** Epochs of before that were told, and a best model that was saved. */
  readonly before?: { readonly epochs: readonly LoggedEpoch[]; readonly hasBest: boolean };
  /** Told what cannot be written, and with undefined when it could; it is tried again until then. */
  readonly troubled: (reason: string | undefined) => void;
}

/** What a run writes beside its checkpoints, beside the hot path. */
export class RunFiles {
  readonly #folder: string;
  readonly #writes: SteadyWrites;
  readonly #log: EpochLogFile | undefined;
  #written: WrittenFiles = {};

  constructor(
    private readonly run: PreparedRun,
    { folder, before, troubled }: RunFilesOptions,
  ) {
    this.#folder = folder;
    this.#writes = new SteadyWrites(troubled);
    const isLogged = run.job.fit.callbacks.some(({ type }) => type === "CSVLogger");
    if (run.kind === "train" && isLogged)
      this.#log = new EpochLogFile(join(folder, epochLogFile), before?.epochs ?? []);
    if (before?.hasBest) this.#written = { best: join(folder, bestModelFile) };
    if (before && before.epochs.length > 0) this.#writeLog();
  }

  endEpoch(epoch: LoggedEpoch): void {
    this.#log?.add(epoch);
    this.#writeLog();
  }

  #writeLog(): void {
    const log = this.#log;
    if (!log) return;
    this.#writes.add("the log of the epochs", async () => {
      await log.write();
      this.#written = { ...this.#written, log: log.path };
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

  /** Saves what was trained, after all else; gives its path, unless it was given up. */
  async saveTrained({ state, epochs }: RunResult): Promise<string | undefined> {
    const path = join(this.#folder, modelFile);
    let saved: string | undefined;
    this.#writes.add("the model", async () => {
      const { parameters, step } = state;
      await saveModel(path, modelOf(this.run, { parameters, step, epoch: epochs }));
      saved = path;
    });
    await this.#writes.done;
    return saved;
  }

  /** What is there so far. */
  get written(): WrittenFiles {
    return this.#written;
  }

  /** Resolves when all that was to be written so far is. */
  get done(): Promise<void> {
    return this.#writes.done;
  }

  /** Tries once more what cannot be written, and then no more. */
  giveUp(): void {
    this.#writes.giveUp();
  }

  /** Resolves when nothing is left to be written, with what was given up, if anything. */
  settled(): Promise<string | undefined> {
    return this.#writes.settled();
  }
}
