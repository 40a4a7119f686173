import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A file system of a few megabytes, in memory, to be filled up. */
export class SmallDisk {
  private constructor(readonly folder: string) {}

  /**
   * @param folder an empty one
   * @returns a reason in place of a disk where this machine does not let us mount one
   */
  static async mount(folder: string, megabytes: number): Promise<SmallDisk | { readonly reason: string }> {
    try {
      await run("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder]);
      return new SmallDisk(folder);
    } catch (error) {
      return { reason: `a small tmpfs cannot be mounted here: ${(error as Error).message.trim()}` };
    }
  }

  async unmount(): Promise<void> {
    await run("umount", [this.folder]);
  }
}
