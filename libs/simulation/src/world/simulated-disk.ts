import type { Disk } from "@lockstep/checkpoint";
import type { Random } from "../random.js";
import { noTrouble, type DiskTrouble } from "./disk-trouble.js";
import { SimulatedFile } from "./simulated-file.js";
import type { Process, Timeline } from "./timeline.js";

/** A change of a folder's names that is not on the disk for certain. */
interface NameChange {
  readonly folder: string;
  readonly names: readonly (readonly [path: string, file: SimulatedFile | undefined])[];
  wasLiedAbout: boolean;
}

/** What the world wants to know of a disk. */
export interface DiskWatcher {
  /** A promise of the disk is settled. */
  readonly settled: () => void;
  /** A file is being written. */
  readonly writing: () => void;
}

/** Errors as Node's file system has them. */
function diskError(code: "ENOSPC" | "EIO" | "ENOENT", operation: string, path: string): Error {
  const texts = { ENOSPC: "no space left on device", EIO: "i/o error", ENOENT: "no such file or directory" };
  return Object.assign(new Error(`${code}: ${texts[code]}, ${operation} '${path}'`), { code });
}

/**
 * A disk that outlives the processes. What was not flushed is lost, torn or kept at a crash, as a file system may: file
 * contents block by block, each change of a name by itself.
 */
export class SimulatedDisk {
  readonly trouble: DiskTrouble = noTrouble();
  readonly #files = new Map<string, SimulatedFile>();
  /** Names as they are on the disk. */
  readonly #flushedNames = new Map<string, SimulatedFile>();
  #changes: NameChange[] = [];
  readonly #underWay = new Set<Operation>();

  constructor(
    private readonly timeline: Timeline,
    private readonly random: Random,
    private readonly watcher: DiskWatcher,
  ) {}

  /** The disk as a process has it: what is under way when the process dies may be done or not, and is never answered. */
  of(owner: Process): Disk {
    const does = <T>(name: string, path: string, effect: () => T, bytes?: Uint8Array): Promise<T> =>
      this.#perform({ owner, name, path, effect, ...(bytes ? { bytes } : {}) });
    return {
      list: (folder) => does("scandir", folder, () => this.#list(folder)),
      read: (path) => does("open", path, () => this.#fileAt(path, "open").seen.slice()),
      write: (path, bytes) => does("write", path, () => this.#write(path, bytes.slice()), bytes),
      flush: (path) => does("fsync", path, () => this.#fileAt(path, "fsync").flush(this.#lies)),
      rename: (from, to) => does("rename", from, () => this.#rename(from, to)),
      flushFolder: (folder) => does("fsync", folder, () => this.#flushFolder(folder)),
      remove: (path) => does("unlink", path, () => this.#remove(path)),
      makeFolder: (path) => does("mkdir", path, () => undefined),
    };
  }

  /** A process is gone; what it asked for last is done, done in part or not done. Nothing else is lost. */
  killed(owner: Process): void {
    for (const operation of this.#underWay) {
      if (operation.owner !== owner) continue;
      this.#underWay.delete(operation);
      if (this.random.chance(0.5)) this.#doInPart(operation);
    }
  }

  /**
   * The machine is gone, and with it what was not flushed.
   * @returns paths of the files that lost contents although no flush of them was a lie
   */
  crash(): string[] {
    for (const { names } of this.#changes) {
      if (!this.random.chance(0.5)) continue;
      for (const [path, file] of names) setName(this.#flushedNames, path, file);
    }
    this.#changes = [];
    this.#files.clear();
    const torn: string[] = [];
    for (const [path, file] of this.#flushedNames) {
      const { wasLiedAbout } = file;
      if (file.crash(this.random) && !wasLiedAbout) torn.push(path);
      this.#files.set(path, file);
    }
    return torn;
  }

  /** Why a file would not survive a crash at this moment; undefined: it would, or the disk lied about it. */
  weaknessOf(path: string): string | undefined {
    const file = this.#files.get(path);
    if (!file) return "it is not there";
    if (!file.isSafe && !file.wasLiedAbout) return "its contents are not flushed";
    const open = this.#changes.filter(({ names }) => names.some(([name]) => name === path));
    if (open.some(({ wasLiedAbout }) => !wasLiedAbout)) return "its name is not flushed";
    return undefined;
  }

  /** Whether the disk said of a file that is there, or was, that it is safe, and it is not. */
  liedAbout(path: string): boolean {
    if (this.#files.get(path)?.wasLiedAbout) return true;
    return this.#changes.some(
      ({ wasLiedAbout, names }) => wasLiedAbout && names.some(([name]) => name === path),
    );
  }

  /** Paths and contents, as the processes see them. */
  get files(): ReadonlyMap<string, SimulatedFile> {
    return this.#files;
  }

  /** Whether operations fail, or did a moment ago. */
  get isTroubled(): boolean {
    return this.timeline.now < Math.max(this.trouble.fullUntil, this.trouble.failingUntil) + 20;
  }

  get #lies(): boolean {
    return this.timeline.now < this.trouble.lyingUntil;
  }

  #perform<T>(operation: Operation<T>): Promise<T> {
    this.#underWay.add(operation);
    if (operation.bytes) this.watcher.writing();
    return new Promise((resolve, reject) => {
      this.timeline.after(this.random.skewed(0.05, 8), operation.owner, () => {
        this.#underWay.delete(operation);
        this.watcher.settled();
        try {
          this.#failWhereTroubled(operation);
          resolve(operation.effect());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }

  /** @throws where the operation fails */
  #failWhereTroubled(operation: Operation): void {
    const { now } = this.timeline;
    const { fullUntil, failingUntil, failureShare } = this.trouble;
    const isFull = now < fullUntil && operation.name === "write";
    if (!isFull && !(now < failingUntil && this.random.chance(failureShare))) return;
    this.#doInPart(operation);
    throw diskError(isFull ? "ENOSPC" : "EIO", operation.name, operation.path);
  }

  /** A write leaves the beginning; whatever else is done or not. */
  #doInPart({ path, bytes, effect, name }: Operation): void {
    if (bytes) this.#write(path, bytes.slice(0, this.random.below(bytes.length)));
    else if (name !== "open" && this.#files.has(path) && this.random.chance(0.3)) effect();
  }

  #list(folder: string): string[] {
    const prefix = `${folder}/`;
    return [...this.#files.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length))
      .filter((name) => !name.includes("/"));
  }

  #fileAt(path: string, operation: string): SimulatedFile {
    const file = this.#files.get(path);
    if (!file) throw diskError("ENOENT", operation, path);
    return file;
  }

  #write(path: string, bytes: Uint8Array): void {
    const known = this.#files.get(path);
    if (known) return known.write(bytes);
    const file = new SimulatedFile(bytes);
    this.#change(path, [[path, file]]);
  }

  #rename(from: string, to: string): void {
    const file = this.#fileAt(from, "rename");
    this.#change(to, [
      [from, undefined],
      [to, file],
    ]);
  }

  #remove(path: string): void {
    if (this.#files.has(path)) this.#change(path, [[path, undefined]]);
  }

  #change(path: string, names: NameChange["names"]): void {
    for (const [name, file] of names) setName(this.#files, name, file);
    this.#changes.push({ folder: folderOf(path), names, wasLiedAbout: false });
  }

  #flushFolder(folder: string): void {
    for (const change of this.#changes) {
      if (change.folder !== folder) continue;
      change.wasLiedAbout = this.#lies;
      if (!this.#lies) for (const [path, file] of change.names) setName(this.#flushedNames, path, file);
    }
    if (!this.#lies) this.#changes = this.#changes.filter((change) => change.folder !== folder);
  }
}

interface Operation<T = unknown> {
  readonly owner: Process;
  /** As the system calls it. */
  readonly name: string;
  readonly path: string;
  readonly effect: () => T;
  /** What is written. */
  readonly bytes?: Uint8Array;
}

function setName(names: Map<string, SimulatedFile>, path: string, file: SimulatedFile | undefined): void {
  if (file) names.set(path, file);
  else names.delete(path);
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
