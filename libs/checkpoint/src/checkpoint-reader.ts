import { basename, join } from "node:path";
import { CheckpointError, readError } from "./checkpoint-error.js";
import { checkpointEntry, type CheckpointEntry } from "./checkpoint-names.js";
import type { Disk } from "./disk.js";
import { nodeDisk } from "./node-disk.js";
import { parseCheckpoint } from "./parse-checkpoint.js";
import type { RunCheckpoint, RunIdentity } from "./run-checkpoint.js";

/** A file that was passed over. */
export interface PassedOver {
  /** Below the run's folder, such as `checkpoints/step-40.safetensors`. */
  readonly file: string;
  /** Names the file as well. */
  readonly reason: string;
}

/** What was found of a run. */
export interface NewestCheckpoint {
  /** Absent: none is valid. */
  readonly checkpoint?: RunCheckpoint;
  /** Where it is, below the run's folder. */
  readonly file?: string;
  /** Newer ones that are damaged, or not of this run. They are left as they are. */
  readonly damaged: readonly PassedOver[];
}

/** A run's checkpoints as they are, for whoever only reads: a writer may be at work. */
export class CheckpointReader {
  constructor(
    readonly folder: string,
    private readonly disk: Disk = nodeDisk,
  ) {}

  /** What is there by its name, the newest step first; whether it is valid is not known. @throws CheckpointError */
  async list(): Promise<CheckpointEntry[]> {
    const names = await this.disk.list(this.folder).catch((error: unknown) => {
      throw readError(this.folder, error);
    });
    const entries = names.map(checkpointEntry).filter((entry) => entry !== undefined);
    return entries.sort((a, b) => b.step - a.step || (a.name < b.name ? -1 : 1));
  }

  /**
   * The newest valid checkpoint of the run.
   * @param atMostStep newer ones are passed over unread
   * @throws CheckpointError where the folder cannot be read
   */
  async newest(identity: RunIdentity, atMostStep = Infinity): Promise<NewestCheckpoint> {
    const damaged: PassedOver[] = [];
    let found: { readonly checkpoint: RunCheckpoint; readonly file: string } | undefined;
    for (const { name, step } of await this.list()) {
      if (step > atMostStep) continue;
      // Of one step there may be several, of different rounds.
      if (found && step < found.checkpoint.step) break;
      const file = this.fileOf(name);
      const read = await this.read(name, identity);
      if (read instanceof CheckpointError) damaged.push({ file, reason: read.message });
      else if (!found || read.round > found.checkpoint.round) found = { checkpoint: read, file };
    }
    return { ...found, damaged };
  }

  /** Below the run's folder. */
  fileOf(name: string): string {
    return `${basename(this.folder)}/${name}`;
  }

  /** A checkpoint, or why it is none of this run. */
  async read(name: string, identity: RunIdentity): Promise<RunCheckpoint | CheckpointError> {
    const path = join(this.folder, name);
    try {
      const checkpoint = await parseCheckpoint(await this.#bytes(path), path, identity);
      const { step = 0 } = checkpointEntry(name) ?? {};
      if (checkpoint.step === step) return checkpoint;
      const message = `${path}: expected a checkpoint of step ${step}, got one of step ${checkpoint.step}`;
      return new CheckpointError("CHECKPOINT_FOREIGN", message);
    } catch (error) {
      if (error instanceof CheckpointError) return error;
      throw error;
    }
  }

  async #bytes(path: string): Promise<Uint8Array> {
    return this.disk.read(path).catch((error: unknown) => {
      throw readError(path, error);
    });
  }
}
