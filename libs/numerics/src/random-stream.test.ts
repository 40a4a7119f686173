import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { philox4x32 } from "./philox.js";
import { randomPurpose } from "./random-purpose.js";
import { RandomStream } from "./random-stream.js";
import type { StreamKey } from "./random-stream.js";

const key: StreamKey = { seed: 7, purpose: randomPurpose.data, counters: [3, 5] };

function words(count: number, streamKey: StreamKey): number[] {
  const stream = new RandomStream(streamKey);
  return Array.from({ length: count }, () => stream.word());
}

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length };
}

describe("RandomStream", () => {
  it("is the Philox blocks of its key, in order", () => {
    const expected = [philox4x32([0, 0, 3, 5], [7, 3]), philox4x32([1, 0, 3, 5], [7, 3])].flat();
    expect(words(8, key)).toEqual(expected);
  });

  it("gives other numbers for another seed, purpose or counter", () => {
    const keys: StreamKey[] = [
      key,
      { ...key, seed: 8 },
      { ...key, purpose: randomPurpose.shuffle },
      { ...key, counters: [4, 5] },
      { ...key, counters: [3, 6] },
    ];
    expect(new Set(keys.map((one) => words(4, one).join())).size).toBe(keys.length);
  });

  it("gives uniforms in [0, 1) with the moments of a uniform", () => {
    const stream = new RandomStream(key);
    for (const draw of [() => stream.uniform24(), () => stream.uniform53()]) {
      const values = Array.from({ length: 20_000 }, draw);
      expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
      const { mean, variance } = moments(values);
      expect(Math.abs(mean - 1 / 2)).toBeLessThan(0.01);
      expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.003);
    }
  });

  it("gives 24-bit uniforms that float32 holds exactly", () => {
    const stream = new RandomStream(key);
    const values = Array.from({ length: 1000 }, () => stream.uniform24());
    expect(Array.from(new Float32Array(values))).toEqual(values);
  });

  it("gives whole numbers below any bound", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 32 }),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        (n, seed) => {
          const value = new RandomStream({ ...key, seed }).below(n);
          return Number.isInteger(value) && value >= 0 && value < n;
        },
      ),
    );
  });

  it("draws each number below n as often", () => {
    const stream = new RandomStream(key);
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i += 1) counts[stream.below(6)]! += 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(20.5); // 5 degrees of freedom: exceeded once in 1000 seeds
  });

  it("draws again where a word would favour small numbers", () => {
    // Of 2^32 words, those from 3 * 2^30 on are an incomplete multiple of 3 * 2^30.
    const n = 3 * 2 ** 30;
    const accepted = words(2000, key).filter((word) => word < n);
    const stream = new RandomStream(key);
    const drawn = Array.from({ length: 1000 }, () => stream.below(n));
    expect(drawn).toEqual(accepted.slice(0, 1000));
    expect(accepted.length).toBeLessThan(2000);
  });

  it("refuses bounds, seeds and counters that are not in range", () => {
    const stream = new RandomStream(key);
    for (const n of [0, -1, 1.5, NaN, 2 ** 32 + 1]) expect(() => stream.below(n)).toThrow(RangeError);
    expect(() => new RandomStream({ ...key, seed: -1 })).toThrow(/seed.*got -1/);
    expect(() => new RandomStream({ ...key, counters: [2 ** 32] })).toThrow(/counter.*got 4294967296/);
  });

  it("gives normals with the moments of a normal", () => {
    const stream = new RandomStream(key);
    const values = Array.from({ length: 40_000 }, () => stream.normal());
    const { mean, variance } = moments(values);
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
    const beyondTwo = values.filter((value) => Math.abs(value) > 2).length / values.length;
    expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(0.005);
  });

  it("keeps its bits: numbers of a fixed key never change between versions", () => {
    const stream = new RandomStream({ seed: 42, purpose: randomPurpose.initializer, counters: [1] });
    expect([stream.word(), stream.uniform24(), stream.uniform53(), stream.below(10), stream.normal()])
      .toMatchInlineSnapshot(`
      [
        2805177334,
        0.6716867089271545,
        0.6416809350949821,
        0,
        -0.967032385502785,
      ]
    `);
  });
});
