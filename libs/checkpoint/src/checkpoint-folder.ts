import { basename, join } from "node:path";
import { CheckpointError, removeError, writeError } from "./checkpoint-error.js";
import { CheckpointReader, type NewestCheckpoint } from "./checkpoint-reader.js";
import {
  checkpointName,
  isTemporary,
  temporaryName,
  type CheckpointEntry,
  type CheckpointKeep,
} from "./checkpoint-names.js";
import type { Disk } from "./disk.js";
import { nodeDisk } from "./node-disk.js";
import { superseded } from "./retention.js";
import type { RunCheckpoint, RunIdentity } from "./run-checkpoint.js";
import { serialiseCheckpoint } from "./serialise-checkpoint.js";
import { replaceFile } from "./write-file-atomically.js";

export interface CheckpointFolderOptions {
  /** Default: the machine's. */
  readonly disk?: Disk;
  /** Checkpoints of newer steps that are kept, beside milestones and the best. At least 1. Default: 3. */
  readonly keepLast?: number;
}

/** A checkpoint that is on disk. */
export interface WrittenCheckpoint {
  /** Below the run's folder, such as `checkpoints/step-40.safetensors`. */
  readonly file: string;
  readonly bytes: number;
  /** What should have been removed and could not be: it is tried again after the next one. */
  readonly troubles: readonly CheckpointError[];
}

/**
 * A run's checkpoints, for the one process that writes them. Files that are damaged or of other runs are never changed,
 * never removed and never replaced.
 */
export class CheckpointFolder {
  readonly #reader: CheckpointReader;
  /** Names of files that are as this process wrote or read them. */
  readonly #sound = new Set<string>();
  /** Names of files that stay as they are. */
  readonly #unfit = new Set<string>();

  private constructor(
    readonly folder: string,
    private readonly disk: Disk,
    private readonly keepLast: number,
  ) {
    this.#reader = new CheckpointReader(folder, disk);
  }

  /**
   * Makes the folder where there is none, and removes what a process that was killed left half-written.
   * @param folder such as `<run>/checkpoints`
   * @throws CheckpointError
   */
  static async open(folder: string, options: CheckpointFolderOptions = {}): Promise<CheckpointFolder> {
    const { disk = nodeDisk, keepLast = 3 } = options;
    if (!(keepLast >= 1)) throw new RangeError(`keepLast: expected at least 1, got ${keepLast}`);
    const opened = new CheckpointFolder(folder, disk, keepLast);
    try {
      await disk.makeFolder(folder);
      await opened.#clean();
    } catch (error) {
      throw writeError(folder, error);
    }
    return opened;
  }

  /** See {@link CheckpointReader.list}. */
  list(): Promise<CheckpointEntry[]> {
    return this.#reader.list();
  }

  /** See {@link CheckpointReader.newest}. */
  async newest(identity: RunIdentity, atMostStep?: number): Promise<NewestCheckpoint> {
    const found = await this.#reader.newest(identity, atMostStep);
    if (found.file !== undefined) this.#sound.add(basename(found.file));
    for (const { file } of found.damaged) this.#unfit.add(basename(file));
    return found;
  }

  /**
   * Writes a checkpoint, then removes those that the policy does not keep. One at a time.
   * @throws CheckpointError; the newest valid one is what it was, or the new one
   */
  async write(
    identity: RunIdentity,
    checkpoint: RunCheckpoint,
    keep: CheckpointKeep,
  ): Promise<WrittenCheckpoint> {
    const bytes = await this.#serialised(identity, checkpoint);
    const name = await this.#freeName(identity, keep, checkpoint.step);
    const path = join(this.folder, name);
    try {
      await this.#clean();
    } catch (error) {
      throw writeError(path, error);
    }
    this.#sound.delete(name);
    await replaceFile({ path, temporary: join(this.folder, temporaryName(name)), bytes }, this.disk);
    this.#sound.add(name);
    const troubles = await this.#removeSuperseded(identity, { name, keep, step: checkpoint.step });
    return { file: this.#reader.fileOf(name), bytes: bytes.byteLength, troubles };
  }

  async #serialised(identity: RunIdentity, checkpoint: RunCheckpoint): Promise<Uint8Array> {
    try {
      return await serialiseCheckpoint(identity, checkpoint);
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      const message = `${this.folder}: checkpoint of step ${checkpoint.step}: ${error.message}`;
      throw new CheckpointError(error.code, message, { cause: error.cause });
    }
  }

  /** The first name that is free, or has a valid checkpoint of the run, which the new one replaces. */
  async #freeName(identity: RunIdentity, keep: CheckpointKeep, step: number): Promise<string> {
    const taken = new Set((await this.list()).map(({ name }) => name));
    for (let attempt = 1; ; attempt++) {
      const name = checkpointName(keep, step, attempt);
      if (!taken.has(name) || (await this.#isSound(name, identity))) return name;
    }
  }

  async #removeSuperseded(identity: RunIdentity, written: CheckpointEntry): Promise<CheckpointError[]> {
    const troubles: CheckpointError[] = [];
    const sound: CheckpointEntry[] = [];
    for (const entry of await this.list()) {
      const mayGo = entry.keep === "latest" || (entry.keep === "best" && written.keep === "best");
      if (mayGo && (await this.#isSound(entry.name, identity))) sound.push(entry);
    }
    for (const { name } of superseded(sound, written, this.keepLast)) {
      const path = join(this.folder, name);
      await this.disk.remove(path).then(
        () => this.#sound.delete(name),
        (error: unknown) => troubles.push(removeError(path, error)),
      );
    }
    return troubles;
  }

  /** Files of an earlier process are read once. */
  async #isSound(name: string, identity: RunIdentity): Promise<boolean> {
    if (this.#sound.has(name)) return true;
    if (this.#unfit.has(name)) return false;
    const read = await this.#reader.read(name, identity);
    const isSound = !(read instanceof CheckpointError);
    (isSound ? this.#sound : this.#unfit).add(name);
    return isSound;
  }

  /** Removes what was not finished; nothing else is like it. */
  async #clean(): Promise<void> {
    for (const name of await this.disk.list(this.folder))
      if (isTemporary(name)) await this.disk.remove(join(this.folder, name));
  }
}
