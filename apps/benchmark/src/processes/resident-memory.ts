import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Resident memory of a process in MiB. @throws Error where the system does not tell */
export async function residentMemoryMiB(pid: number | undefined): Promise<number> {
  if (pid === undefined) throw new Error("the process never ran");
  const kibibytes = process.platform === "linux" ? await fromProc(pid) : await fromPs(pid);
  if (!(kibibytes > 0)) throw new Error(`the system does not tell the memory of process ${pid}`);
  return kibibytes / 1024;
}

async function fromProc(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]);
}

async function fromPs(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)("ps", ["-o", "rss=", "-p", `${pid}`]);
  return Number(stdout);
}
