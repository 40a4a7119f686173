import { setTimeout as after } from "node:timers/promises";
import { BenchmarkCluster } from "../contenders/benchmark-cluster.js";

/** How long an idle process is looked at, and how often. */
const watchedMs = 2_000;
const intervalMs = 100;

const bytesOfMiB = 2 ** 20;

/** The most resident memory, in MB of a million bytes, that a worker with one slot has while it waits for a run. */
export async function idleWorkerMB(backend: string): Promise<number> {
  const cluster = await BenchmarkCluster.start({ workers: 1, backend });
  try {
    let most = 0;
    for (let watched = 0; watched < watchedMs; watched += intervalMs) {
      most = Math.max(most, await cluster.memoryOf("worker"));
      await after(intervalMs);
    }
    return (most * bytesOfMiB) / 1e6;
  } finally {
    await cluster.close();
  }
}
