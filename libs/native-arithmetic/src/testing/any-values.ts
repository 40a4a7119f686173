import fc from "fast-check";

/** Sizes around the widths of vectors, and around the pieces in which the addon goes over a vector. */
export const sizes = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 70 }) },
  { weight: 1, arbitrary: fc.constantFrom(1000, 4096, 65_535, 65_536, 65_537, 70_001) },
);

/** What arithmetic meets at the ends of float32. */
const extremes = [
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
  1.401298464324817e-45,
  -1.401298464324817e-45,
  1.1754942106924411e-38,
  -1.1754943508222875e-38,
  3.4028234663852886e38,
  -3.4028234663852886e38,
  1.8446744073709552e19,
];

/** Ordinary values between -1 and 1, and among them a share of extreme ones. */
export function anyVector(size: number, seed: number, extremeShare = 0): Float32Array {
  const vector = new Float32Array(size);
  for (let index = 0; index < size; index++) {
    const value = hashed(seed, 2 * index);
    const choice = hashed(seed, 2 * index + 1);
    vector[index] =
      choice < extremeShare
        ? (extremes[Math.floor((choice / extremeShare) * extremes.length)] as number)
        : 2 * value - 1;
  }
  return vector;
}

/** From 0 to below 1, spread evenly (the finaliser of MurmurHash3). */
function hashed(seed: number, index: number): number {
  let bits = Math.imul(index + 1, 0x9e3779b9) ^ Math.imul(seed + 1, 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
}

/** Shares of extreme values that are worth a try. */
export const extremeShares = fc.constantFrom(0, 0, 0.01, 0.3);
