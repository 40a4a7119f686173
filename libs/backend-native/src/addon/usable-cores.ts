import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { cgroupFolders, type CgroupFolder } from "./cgroup-folders.js";

/** What the number of usable cores depends on. */
export interface CoreLimits {
  /** Cores on which the process may be scheduled. */
  readonly affinity: number;
  /** The text of a file of the system, undefined where there is none. */
  readonly read: (file: string) => string | undefined;
}

/**
 * Cores that this process may keep busy: those it may be scheduled on, as far as the processor time that containers grant
 * (cgroups, version 1 or 2) suffices for them. A part of a core is not counted: threads that share one too few would all
 * be stopped for the rest of each period, and a step waits for its slowest slot. At least 1.
 */
export function usableCores(limits: CoreLimits = limitsOfThisProcess()): number {
  const quotas = cgroupFolders(limits.read).map((folder) => quotaOf(folder, limits.read));
  return Math.max(1, Math.floor(Math.min(limits.affinity, ...quotas)));
}

/** Processor time granted, in cores; Infinity where it has no limit. */
function quotaOf({ version, folder }: CgroupFolder, read: CoreLimits["read"]): number {
  if (version === 2) {
    const [quota, period] = (read(`${folder}/cpu.max`) ?? "").split(/\s+/);
    return coresOf(quota, period);
  }
  return coresOf(read(`${folder}/cpu.cfs_quota_us`), read(`${folder}/cpu.cfs_period_us`));
}

/** @param quota microseconds of each period; "max" and -1 mean any number */
function coresOf(quota: string | undefined, period: string | undefined): number {
  const cores = Number(quota) / Number(period);
  return cores > 0 && Number.isFinite(cores) ? cores : Infinity;
}

function limitsOfThisProcess(): CoreLimits {
  return { affinity: availableParallelism(), read: textOf };
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    // Not Linux, no such controller, or a container that hides it: then there is no limit that we could know.
    return undefined;
  }
}
