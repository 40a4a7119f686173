import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from "node:os";
import type { Machine } from "./report/report.js";

export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.versions.node,
    loadAverage: loadavg()[0] ?? NaN,
  };
}
