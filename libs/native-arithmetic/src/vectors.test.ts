import {
  addition,
  copying,
  finiteCheck,
  LaneSums,
  magnitudesSum,
  meanOf,
  Pace,
  squaresSum,
  type VectorOperation,
} from "@lockstep/numerics";
import { parameterPenalty } from "@lockstep/optimizer";
import { ReductionTree } from "@lockstep/reduction";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyVector, extremeShares, sizes } from "./testing/any-values.js";
import { bothWays, drawn, engines } from "./testing/engines.js";
import { expectSameBits } from "./testing/same-bits.js";

const seeds = fc.nat(1e6);
const from = fc.nat(20);

describe.each(engines)("operations $name", ({ engine }) => {
  const check = async (
    make: () => {
      readonly operations: readonly VectorOperation[];
      readonly result: Float32Array | Float64Array;
    },
  ): Promise<void> => {
    const [plain, native] = await bothWays(engine, make);
    expectSameBits(native, plain, "result");
  };

  it("adds and copies with the bits of TypeScript", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, seeds, extremeShares, from, async (size, seed, share, begin) => {
        await check(() => {
          const result = anyVector(size, seed, share);
          const stretch = { begin: Math.min(begin, size), end: size };
          const values = anyVector(size, seed + 1, share);
          const sum = addition(result, anyVector(size, seed + 2, share));
          return { operations: [copying(result, values, stretch), sum], result };
        });
      }),
    );
  });

  const weights = fc.oneof(
    fc.integer({ min: 0, max: 2 ** 26 }),
    fc.double({ min: 1e-300, max: 1e300, noNaN: true }),
  );

  it("divides by any weight with the bits of TypeScript", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, seeds, extremeShares, weights, async (size, seed, share, weight) => {
        await check(() => {
          const result = anyVector(size, seed, share);
          return { operations: [meanOf(result, weight)], result };
        });
      }),
      { numRuns: 200 },
    );
  });

  it("sums in lanes with the bits of TypeScript", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, seeds, extremeShares, from, async (size, seed, share, begin) => {
        await check(() => {
          const sums = new LaneSums(4);
          const values = anyVector(size, seed, share);
          const stretch = { begin: Math.min(begin, size), end: size };
          const operations = [
            squaresSum(values, { begin: 0, end: size }, sums, 0),
            squaresSum(values, stretch, sums, 3),
            magnitudesSum(values, stretch, sums, 1),
            // A second sum on top of the first.
            squaresSum(values, { begin: 0, end: Math.min(begin, size) }, sums, 3),
          ];
          return { operations, result: sums.lanes };
        });
      }),
    );
  });

  it("finds what is not finite where TypeScript does", async () => {
    const bad = fc.tuple(fc.nat(), fc.constantFrom(NaN, Infinity, -Infinity));
    await fc.assert(
      fc.asyncProperty(sizes, seeds, fc.array(bad, { maxLength: 3 }), async (size, seed, all) => {
        const values = anyVector(size, seed);
        for (const [index, value] of all) values[index % size] = value;
        const finite = finiteCheck(values);
        await drawn(new Pace(Infinity, engine).run([finite.operation]));
        expect(finite.index()).toBe(values.findIndex((value) => !Number.isFinite(value)));
      }),
    );
  });

  const regularizer = fc.constantFrom(
    { type: "L1", l1: 0.01 } as const,
    { type: "L2", l2: 0.1 } as const,
    { type: "L1L2", l1: 0.3, l2: 0.2 } as const,
  );

  it("penalises with the bits of TypeScript", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, seeds, extremeShares, regularizer, async (size, seed, share, chosen) => {
        const penalty = parameterPenalty([
          { offset: 0, size, shape: [size], regularizer: chosen },
          { offset: size, size: 3, shape: [3] },
        ]);
        const parameters = anyVector(size + 3, seed, share);
        await check(() => {
          const result = anyVector(size + 3, seed + 1);
          return { operations: penalty.gradientOperations(parameters, result), result };
        });
        const loss = await drawn(penalty.lossInSlices(parameters, new Pace(Infinity, engine)));
        expect(loss).toBe(penalty.loss(parameters));
      }),
    );
  });

  it("completes a reduction tree with the bits of TypeScript, and gives back what it added", async () => {
    await fc.assert(
      fc.asyncProperty(sizes, seeds, fc.integer({ min: 1, max: 9 }), async (size, seed, total) => {
        const leaf = (index: number) => ({
          gradient: anyVector(size, seed + index),
          statistics: Float64Array.of(index, 1),
        });
        const spent: Float32Array[] = [];
        const plain = new ReductionTree(total);
        const native = new ReductionTree(total, (gradient) => spent.push(gradient));
        for (let first = 0; first < total; first++) {
          plain.add({ first, count: 1 }, leaf(first));
          const pace = new Pace(Infinity, engine);
          await drawn(native.addInSlices({ first, count: 1 }, leaf(first), pace));
        }
        expectSameBits(native.root!.gradient, plain.root!.gradient, "root");
        expect(spent).toHaveLength(total - 1);
      }),
      { numRuns: 40 },
    );
  });
});
