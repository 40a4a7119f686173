import type { Refuse } from "./refuse.js";

/** Most micro-batches of one step: each has a gradient to be computed, sent and added. */
const maxMicroBatches = 65_536;

/** A micro-batch is at most the batch, and a batch has a bounded number of them. */
export function checkMicroBatches(
  { fit, cluster }: { fit: { batchSize: number }; cluster: { microBatchSize?: number } },
  refuse: Refuse,
): void {
  const { microBatchSize } = cluster;
  if (microBatchSize === undefined) return;
  const path = ["cluster", "microBatchSize"];
  if (microBatchSize > fit.batchSize) {
    refuse(path, `expected at most fit.batchSize (${fit.batchSize}), got ${microBatchSize}`);
  }
  const least = Math.ceil(fit.batchSize / maxMicroBatches);
  if (microBatchSize < least) {
    const reason = `for fit.batchSize ${fit.batchSize} in at most ${maxMicroBatches} micro-batches`;
    refuse(path, `expected at least ${least} ${reason}, got ${microBatchSize}`);
  }
}

/** Who waits for a worker must let it work. */
export function checkWorkers(
  { cluster: { minWorkers, maxWorkers } }: { cluster: { minWorkers: number; maxWorkers?: number } },
  refuse: Refuse,
): void {
  // What is not even a number of workers was refused as such.
  if (maxWorkers === undefined || maxWorkers < 1 || maxWorkers >= minWorkers) return;
  const path = ["cluster", "maxWorkers"];
  refuse(path, `expected at least cluster.minWorkers (${minWorkers}), got ${maxWorkers}`);
}
