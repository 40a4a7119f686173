import { randomPurpose, RandomStream } from "@lockstep/numerics";
import type { BatchRandomness } from "./gradient-backend.js";

/** Substreams that each layer has for its masks. */
const masksPerLayer = 16;

/** Which mask, and how large. */
export interface DropoutMaskKey {
  readonly random: BatchRandomness;
  /** `ordinal` of the layer's plan. */
  readonly ordinal: number;
  /** Which of the layer's masks, from 0 to 15. */
  readonly mask: number;
  /** Share of the values that is dropped, from 0 to just below 1. */
  readonly rate: number;
  /** Number of values for each sequence. */
  readonly size: number;
}

/**
 * A mask of inverted dropout, (B, size): 1 / (1 - rate) for what is kept, 0 for what is dropped. The values of a row
 * depend on nothing but seed, step, sequence, layer and mask, and the first ones not on how many there are.
 */
export function dropoutMask({ random, ordinal, mask, rate, size }: DropoutMaskKey): Float32Array {
  const kept = 1 / (1 - rate);
  const values = new Float32Array(random.sequences.length * size);
  random.sequences.forEach((sequence, row) => {
    const stream = new RandomStream({
      seed: random.seed,
      purpose: randomPurpose.dropout,
      counters: [random.step, sequence],
      substream: ordinal * masksPerLayer + mask,
    });
    const start = row * size;
    for (let i = start; i < start + size; i++) values[i] = stream.uniform24() < rate ? 0 : kept;
  });
  return values;
}
