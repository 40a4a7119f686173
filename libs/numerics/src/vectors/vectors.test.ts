import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Pace, wholly } from "../pace.js";
import { addition, copying, meanOf } from "./elementwise.js";
import { finiteCheck } from "./finite-check.js";
import { LaneSums, magnitudesSum, squaresSum } from "./lane-sums.js";
import type { VectorOperation } from "./vector-operation.js";

const values = fc.float32Array({ maxLength: 40 });
const limits = fc.integer({ min: 1, max: 12 });

function done(limit: number, ...operations: readonly VectorOperation[]): void {
  wholly(new Pace(limit).run(operations));
}

describe("operations element by element", () => {
  it("have the bits of their definitions, wherever they stop", () => {
    fc.assert(
      fc.property(values, limits, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (one, limit, weight) => {
        const other = one.map((value) => Math.fround(value * 3) + 1).reverse();
        const sum = one.slice();
        const mean = one.slice();
        const copy = new Float32Array(one.length);
        done(limit, addition(sum, other), meanOf(mean, weight), copying(copy, one));
        expect(sum).toEqual(one.map((value, index) => value + other[index]!));
        expect(mean).toEqual(one.map((value) => value / weight));
        expect(copy).toEqual(one);
      }),
    );
  });

  it("make a mean over nothing 0", () => {
    const sum = Float32Array.of(1, NaN, 0);
    done(2, meanOf(sum, 0));
    expect(sum).toEqual(new Float32Array(3));
  });

  it("copy a stretch and nothing else", () => {
    const target = Float32Array.of(1, 2, 3, 4);
    done(1, copying(target, Float32Array.of(5, 6, 7, 8), { begin: 1, end: 3 }));
    expect([...target]).toEqual([1, 6, 7, 4]);
  });
});

describe("finiteCheck", () => {
  it("finds the first entry that is not finite, wherever it stops", () => {
    const bad = fc.tuple(fc.nat(39), fc.constantFrom(NaN, Infinity, -Infinity));
    const finite = fc.float32Array({ maxLength: 40, noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(finite, limits, fc.array(bad, { maxLength: 3 }), (vector, limit, all) => {
        for (const [index, value] of all) if (index < vector.length) vector[index] = value;
        const check = finiteCheck(vector);
        done(limit, check.operation);
        expect(check.index()).toBe(vector.findIndex((value) => !Number.isFinite(value)));
      }),
    );
  });
});

describe("sums in lanes", () => {
  it("have the bits of their definition, wherever they stop and wherever they begin", () => {
    fc.assert(
      fc.property(values, limits, fc.nat(40), (vector, limit, from) => {
        const stretch = { begin: Math.min(from, vector.length), end: vector.length };
        const sums = new LaneSums(3);
        done(limit, squaresSum(vector, stretch, sums, 0), magnitudesSum(vector, stretch, sums, 2));
        const expected = new Float64Array(24);
        vector.subarray(stretch.begin).forEach((value, index) => {
          expected[index % 8]! += value * value;
          expected[16 + (index % 8)]! += Math.abs(value);
        });
        expect(sums.lanes).toEqual(expected);
        const [a, b, c, d, e, f, g, h] = expected as unknown as [number, ...number[]];
        expect(sums.total(0)).toBe(a + e! + (c! + g!) + (b! + f! + (d! + h!)));
        expect(sums.total(1)).toBe(0);
      }),
    );
  });

  it("overflow for no float32 values", () => {
    const sums = new LaneSums(1);
    const largest = new Float32Array(20).fill(3.4028234663852886e38);
    done(100, squaresSum(largest, { begin: 0, end: 20 }, sums, 0));
    expect(sums.total(0)).toBe(20 * 3.4028234663852886e38 ** 2);
  });
});
