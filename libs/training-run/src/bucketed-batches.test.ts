import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bucketedBatches, longestOf } from "./bucketed-batches.js";

const key = fc.record({
  seed: fc.nat(1000),
  epoch: fc.nat(5),
  lengths: fc
    .array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 80 })
    .map((all) => Uint32Array.from(all)),
  batchSize: fc.integer({ min: 1, max: 9 }),
  windowBatches: fc.integer({ min: 1, max: 6 }),
  shuffle: fc.boolean(),
});

const lengthsOf = (batch: Uint32Array, lengths: Uint32Array): number[] =>
  [...batch].map((index) => lengths[index]!);

describe("bucketedBatches", () => {
  it("takes every sequence once, in as many batches as without buckets", () => {
    fc.assert(
      fc.property(key, (one) => {
        const batches = bucketedBatches(one);
        const taken = batches.flatMap((batch) => [...batch]).sort((a, b) => a - b);
        expect(taken).toEqual(Array.from(one.lengths, (_, index) => index));
        expect(batches).toHaveLength(Math.ceil(one.lengths.length / one.batchSize));
        const partial = batches.filter(({ length }) => length !== one.batchSize);
        expect(partial.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("depends on nothing but its key", () => {
    fc.assert(
      fc.property(key, (one) => {
        expect(bucketedBatches(one)).toEqual(bucketedBatches({ ...one }));
      }),
    );
  });

  it("keeps like lengths together: within a window, batches do not overlap in length", () => {
    fc.assert(
      fc.property(key, (one) => {
        const batches = bucketedBatches({ ...one, windowBatches: 1e6 });
        const ranges = batches
          .map((batch) => lengthsOf(batch, one.lengths))
          .map((lengths) => [Math.min(...lengths), Math.max(...lengths)] as const)
          .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        ranges
          .slice(1)
          .forEach(([shortest], index) => expect(shortest).toBeGreaterThanOrEqual(ranges[index]![1]));
      }),
    );
  });

  it("shuffles otherwise in each epoch, batches too", () => {
    const lengths = Uint32Array.from({ length: 40 }, (_, index) => index + 1);
    const longest = (epoch: number): number[] =>
      bucketedBatches({ seed: 1, epoch, lengths, batchSize: 4, windowBatches: 10, shuffle: true }).map(
        (batch) => longestOf(batch, lengths),
      );
    expect(longest(0)).not.toEqual(longest(1));
    expect(longest(0)).not.toEqual([...longest(0)].sort((a, b) => a - b));
    expect([...longest(0)].sort((a, b) => a - b)).toEqual([4, 8, 12, 16, 20, 24, 28, 32, 36, 40]);
  });

  it("sorts stably, window by window, without shuffling", () => {
    const lengths = Uint32Array.of(3, 1, 3, 1, 2, 2, 9, 8);
    const batches = bucketedBatches({
      seed: 1,
      epoch: 0,
      lengths,
      batchSize: 2,
      windowBatches: 3,
      shuffle: false,
    });
    expect(batches.map((batch) => [...batch])).toEqual([
      [1, 3],
      [4, 5],
      [0, 2],
      [7, 6],
    ]);
  });
});

describe("longestOf", () => {
  it("is at least 1", () => {
    expect(longestOf(Uint32Array.of(1, 0), Uint32Array.of(4, 7))).toBe(7);
    expect(longestOf(Uint32Array.of(0), Uint32Array.of(0))).toBe(1);
  });
});
