import { execFileSync } from "node:child_process";
import { rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterThisTest, temporaryFolder } from "./temporary-stores.js";

/** Why no file system can be mounted here; undefined where one can. */
export const mountRefusal: string | undefined = refusal();

/** A file system of that size which ends with the test. Only where `mountRefusal` is undefined. */
export function smallDisk(bytes: number) {
  const folder = temporaryFolder();
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", folder]);
  afterThisTest(() => void execFileSync("umount", [folder]));
  const ballast = join(folder, "ballast");
  return {
    folder,
    /** Leaves that many bytes. */
    fill(left: number): void {
      const { bavail, bsize } = statfsSync(folder);
      writeFileSync(ballast, Buffer.alloc(bavail * bsize - left));
    },
    free(): void {
      rmSync(ballast);
    },
  };
}

function refusal(): string | undefined {
  if (process.platform !== "linux") return "tmpfs is Linux's";
  const script =
    'folder=$(mktemp -d) && mount -t tmpfs -o size=64k tmpfs "$folder" && umount "$folder"; rmdir "$folder"';
  try {
    execFileSync("sh", ["-ec", script], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return `mount is refused: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`;
  }
}
