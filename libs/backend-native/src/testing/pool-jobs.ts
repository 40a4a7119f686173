import type { AddonThreadPool, Submitted } from "../addon/addon.js";
import { loadAddon } from "../addon/load-addon.js";

/** What the addon's thread pool runs in tests. */
export interface PoolJobs {
  /** Counts up in every element until it is cancelled. */
  countUntilCancelled(pool: AddonThreadPool, numbers: Float64Array): Submitted<never>;
  /** Sum of all, in order. */
  sum(pool: AddonThreadPool, numbers: Float64Array): Submitted<number>;
  /** Fails on the pool's thread, or where its result is made. */
  fail(pool: AddonThreadPool, message: string, inResult: boolean): Submitted<never>;
  /** Throws what is no exception of C++'s library. */
  failStrangely(pool: AddonThreadPool): Submitted<never>;
}

export const poolJobs = (): PoolJobs => (loadAddon() as unknown as { readonly testing: PoolJobs }).testing;

/** Resolves when a job counts in each of these, without waiting by the clock. */
export async function whileCounting(...numbers: readonly Float64Array[]): Promise<void> {
  while (numbers.some(([first]) => first === 0)) await new Promise(setImmediate);
}
