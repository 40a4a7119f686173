import { RandomStream, randomPurpose } from "@lockstep/numerics";

/**
 * Order in which an epoch takes the sequences: a permutation that depends on the seed and the epoch alone (Fisher and
 * Yates), or 0, 1, 2, ... without shuffling.
 * @param epoch from 0
 */
export function epochOrder(seed: number, epoch: number, sequences: number, shuffle: boolean): Uint32Array {
  const order = Uint32Array.from({ length: sequences }, (_, index) => index);
  if (!shuffle) return order;
  const random = new RandomStream({ seed, purpose: randomPurpose.shuffle, counters: [epoch] });
  for (let last = sequences - 1; last > 0; last -= 1) {
    const chosen = random.below(last + 1);
    const value = order[last] ?? 0;
    order[last] = order[chosen] ?? 0;
    order[chosen] = value;
  }
  return order;
}
