import type { Disk } from "../disk.js";

interface File {
  bytes: Uint8Array;
  isFlushed: boolean;
}

export type Operation =
  "list" | "read" | "write" | "flush" | "rename" | "flushFolder" | "remove" | "makeFolder";

/** What becomes of an operation: it fails before it does anything, or after it did it. */
export interface Failure {
  readonly code: string;
  readonly isDone: boolean;
}

/** A disk in memory whose operations fail as a test says, and which forgets what was not flushed in a crash. */
export class MemoryDisk implements Disk {
  /** Every operation so far: what, and with which path. */
  readonly log: string[] = [];
  /** Asked before each operation, with its number from 0. */
  fate: (operation: Operation, number: number, path: string) => Failure | undefined = () => undefined;
  #files = new Map<string, File>();
  #safe = new Map<string, File>();

  /** Names without folders. */
  get names(): string[] {
    return [...this.#files.keys()].map((path) => path.slice(path.lastIndexOf("/") + 1)).sort();
  }

  contentsOf(path: string): Uint8Array {
    const file = this.#files.get(path);
    if (!file) throw new Error(`${path}: not there`);
    return file.bytes;
  }

  /** Changes what lies on the disk, as nobody should. */
  put(path: string, bytes: Uint8Array): void {
    const file = { bytes, isFlushed: true };
    this.#files.set(path, file);
    this.#safe.set(path, file);
  }

  /** The power fails: only what was flushed is there afterwards, files whose contents were not are empty. */
  crash(): void {
    for (const [path, file] of this.#safe)
      if (!file.isFlushed) this.#safe.set(path, { bytes: new Uint8Array(), isFlushed: true });
    this.#files = new Map(this.#safe);
  }

  list = (folder: string): Promise<string[]> =>
    this.#do("list", folder, () =>
      [...this.#files.keys()].filter(isIn(folder)).map((path) => path.slice(folder.length + 1)),
    );

  read = (path: string): Promise<Uint8Array> => this.#do("read", path, () => this.#at(path).bytes.slice());

  write = (path: string, bytes: Uint8Array): Promise<void> =>
    this.#do("write", path, () => {
      if (this.#files.has(path)) throw systemError("EEXIST", path);
      this.#files.set(path, { bytes: bytes.slice(), isFlushed: false });
    });

  flush = (path: string): Promise<void> =>
    this.#do("flush", path, () => {
      this.#at(path).isFlushed = true;
    });

  rename = (from: string, to: string): Promise<void> =>
    this.#do("rename", from, () => {
      this.#files.set(to, this.#at(from));
      this.#files.delete(from);
    });

  flushFolder = (folder: string): Promise<void> =>
    this.#do("flushFolder", folder, () => {
      for (const path of [...this.#safe.keys()].filter(isIn(folder))) this.#safe.delete(path);
      for (const path of [...this.#files.keys()].filter(isIn(folder))) this.#safe.set(path, this.#at(path));
    });

  remove = (path: string): Promise<void> => this.#do("remove", path, () => void this.#files.delete(path));

  makeFolder = (path: string): Promise<void> => this.#do("makeFolder", path, () => undefined);

  #at(path: string): File {
    const file = this.#files.get(path);
    if (!file) throw systemError("ENOENT", path);
    return file;
  }

  #do<T>(operation: Operation, path: string, effect: () => T): Promise<T> {
    const failure = this.fate(operation, this.log.length, path);
    this.log.push(`${operation} ${path}`);
    return Promise.resolve().then(() => {
      if (failure && !failure.isDone) throw systemError(failure.code, path);
      const done = effect();
      if (failure) throw systemError(failure.code, path);
      return done;
    });
  }
}

function isIn(folder: string): (path: string) => boolean {
  return (path) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes("/");
}

function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: the disk says no, '${path}'`), { code });
}
