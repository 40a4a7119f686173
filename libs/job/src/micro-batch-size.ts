/**
 * Default size of a micro-batch: 2^round(log2(batchSize / 8)), at least 1. Found by comparing squares (the rounding
 * flips at sqrt(2) times a power of two), so that no engine's logarithm decides.
 */
export function defaultMicroBatchSize(batchSize: number): number {
  let size = 1;
  while ((batchSize / 8) ** 2 >= 2 * size * size) size *= 2;
  return size;
}
