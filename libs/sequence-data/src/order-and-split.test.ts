import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DataError } from "./data-error.js";
import { epochOrder } from "./epoch-order.js";
import { splitValidation } from "./validation-split.js";

const seed = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const size = fc.integer({ min: 1, max: 300 });

describe("epochOrder", () => {
  it("is a permutation", () => {
    fc.assert(
      fc.property(seed, fc.nat(1000), size, (runSeed, epoch, sequences) => {
        const order = epochOrder(runSeed, epoch, sequences, true);
        expect(Array.from(order).sort((a, b) => a - b)).toEqual(
          Array.from({ length: sequences }, (_, i) => i),
        );
      }),
    );
  });

  it("repeats for the same seed and epoch, and differs for others", () => {
    const order = epochOrder(7, 0, 100, true);
    expect(epochOrder(7, 0, 100, true)).toEqual(order);
    expect(epochOrder(7, 1, 100, true)).not.toEqual(order);
    expect(epochOrder(8, 0, 100, true)).not.toEqual(order);
  });

  it("is the data's own without shuffling", () => {
    expect(epochOrder(7, 3, 4, false)).toEqual(Uint32Array.of(0, 1, 2, 3));
  });

  it("gives every permutation as often", () => {
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < 6000; epoch += 1) {
      const order = epochOrder(1, epoch, 3, true).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(20.5); // 5 degrees of freedom: exceeded once in 1000 seeds
  });

  it("keeps its bits: the order of a fixed seed never changes between versions", () => {
    expect(Array.from(epochOrder(7, 0, 10, true))).toMatchInlineSnapshot(`
      [
        4,
        7,
        0,
        3,
        6,
        2,
        9,
        5,
        1,
        8,
      ]
    `);
  });
});

describe("splitValidation", () => {
  it("keeps the last rows from floor(N (1 - split)), as Keras does", () => {
    expect(splitValidation(100, 0.2)).toEqual({
      training: { begin: 0, end: 80 },
      validation: { begin: 80, end: 100 },
    });
    expect(splitValidation(7, 0.5)).toEqual({
      training: { begin: 0, end: 3 },
      validation: { begin: 3, end: 7 },
    });
    expect(splitValidation(7, 0)).toEqual({ training: { begin: 0, end: 7 } });
  });

  it("refuses a split that leaves nothing to train on", () => {
    expect(() => splitValidation(1, 0.5)).toThrow(DataError);
    expect(() => splitValidation(2, 0.9)).toThrow(
      /at least one sequence on each side, got 0 and 2 of 2 at 0.9/,
    );
  });
});
