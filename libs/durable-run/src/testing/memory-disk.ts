import type { Disk } from "@lockstep/checkpoint";

/** A disk in memory. */
export class MemoryDisk implements Disk {
  readonly files = new Map<string, Uint8Array>();
  /** What writing says; undefined: all is well. */
  trouble: Error | undefined;

  list = (folder: string): Promise<string[]> => {
    const inside = [...this.files.keys()].filter((path) => path.startsWith(`${folder}/`));
    return Promise.resolve(inside.map((path) => path.slice(folder.length + 1)));
  };

  read = (path: string): Promise<Uint8Array> => Promise.resolve(this.#at(path));

  write = (path: string, bytes: Uint8Array): Promise<void> => {
    if (this.trouble) return Promise.reject(this.trouble);
    this.files.set(path, bytes.slice());
    return Promise.resolve();
  };

  rename = (from: string, to: string): Promise<void> => {
    this.files.set(to, this.#at(from));
    return this.remove(from);
  };

  remove = (path: string): Promise<void> => {
    this.files.delete(path);
    return Promise.resolve();
  };

  flush = (): Promise<void> => Promise.resolve();
  flushFolder = (): Promise<void> => Promise.resolve();
  makeFolder = (): Promise<void> => Promise.resolve();

  #at(path: string): Uint8Array {
    const bytes = this.files.get(path);
    if (bytes) return bytes;
    throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
  }
}
