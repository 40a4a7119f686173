/** When to try again: exponential, with jitter, so that many peers do not come back at once. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly mostMs: number;
  /** In [0, 1); Math.random outside tests. */
  readonly random: () => number;
}

/**
 * Delay before the next attempt: half fixed, half random, doubling up to the most.
 * @param attempt failed attempts so far, from 1
 */
export function backoffMs(attempt: number, { firstMs, mostMs, random }: BackoffOptions): number {
  const ceiling = Math.min(mostMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}
