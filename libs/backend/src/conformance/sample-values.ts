import { RandomStream, randomPurpose } from "@lockstep/numerics";

/** `count` float32 values in [-scale, scale), the same for the same seed. */
export function sampleValues(seed: number, count: number, scale = 1): Float32Array {
  const stream = new RandomStream({ seed, purpose: randomPurpose.data });
  return Float32Array.from({ length: count }, () => (2 * stream.uniform24() - 1) * scale);
}
