import { RandomStream, randomPurpose } from "@lockstep/numerics";
import { epochOrder } from "@lockstep/sequence-data";

export interface BucketingKey {
  readonly seed: number;
  /** From 0. */
  readonly epoch: number;
  /** Time steps of each sequence. */
  readonly lengths: Uint32Array;
  readonly batchSize: number;
  /** Global batches whose sequences are sorted together. */
  readonly windowBatches: number;
  readonly shuffle: boolean;
}

/**
 * An epoch's batches of sequences of like length: the epoch's permutation is cut into windows, each window is sorted by
 * length (equal ones keep their order) and cut into batches, and a window's batches are shuffled. A function of the seed
 * and the epoch alone; every sequence comes once.
 */
export function bucketedBatches(key: BucketingKey): Uint32Array[] {
  const { seed, epoch, lengths, batchSize, windowBatches, shuffle } = key;
  const order = epochOrder(seed, epoch, lengths.length, shuffle);
  const windowSize = windowBatches * batchSize;
  const windows = cut(order, windowSize).map((window) => cut(sortedByLength(window, lengths), batchSize));
  if (shuffle) windows.forEach((batches, index) => shuffleInPlace(batches, streamOf(key, index)));
  return windows.flat();
}

/** Time steps of the longest of the sequences, at least 1. */
export function longestOf(sequences: Uint32Array, lengths: Uint32Array): number {
  return sequences.reduce((most, sequence) => Math.max(most, lengths[sequence] ?? 0), 1);
}

function cut(sequences: Uint32Array, size: number): Uint32Array[] {
  return Array.from({ length: Math.ceil(sequences.length / size) }, (_, index) =>
    sequences.subarray(index * size, (index + 1) * size),
  );
}

/** Sorting is stable, so that equal lengths stay in the order of the permutation. */
function sortedByLength(sequences: Uint32Array, lengths: Uint32Array): Uint32Array {
  return sequences.slice().sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0));
}

/** Substream 0 is the permutation's. */
function streamOf({ seed, epoch }: BucketingKey, window: number): RandomStream {
  return new RandomStream({
    seed,
    purpose: randomPurpose.shuffle,
    counters: [epoch],
    substream: window + 1,
  });
}

/** Fisher and Yates. */
function shuffleInPlace(batches: Uint32Array[], random: RandomStream): void {
  for (let last = batches.length - 1; last > 0; last -= 1) {
    const chosen = random.below(last + 1);
    [batches[last], batches[chosen]] = [batches[chosen] as Uint32Array, batches[last] as Uint32Array];
  }
}
