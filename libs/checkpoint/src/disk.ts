/**
 * What checkpoints need of a file system; a simulation has one that forgets what was not flushed. Everything rejects with
 * an error whose `code` is the system's, such as ENOSPC.
 */
export interface Disk {
  /** Names in a folder, in any order; none where it does not exist. */
  list(folder: string): Promise<string[]>;
  /** Whole contents. */
  read(path: string): Promise<Uint8Array>;
  /** Creates a file with these contents; they may be lost in a crash until it is flushed. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Brings a file's contents to the disk. */
  flush(path: string): Promise<void>;
  /** Puts the file in the place of whatever has the other name. */
  rename(from: string, to: string): Promise<void>;
  /** Brings a folder's names to the disk. */
  flushFolder(path: string): Promise<void>;
  /** Nothing happens where it does not exist. */
  remove(path: string): Promise<void>;
  /** With all folders above it; their names are flushed. */
  makeFolder(path: string): Promise<void>;
}
