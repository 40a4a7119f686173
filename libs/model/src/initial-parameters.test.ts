import { parseLayers } from "@lockstep/job";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { initialParameters } from "./initial-parameters.js";
import type { ModelPlan } from "./model-plan.js";
import { planModel } from "./plan-model.js";

const rnn = (units: number, options: object = {}) => ({ type: "SimpleRNN", units, ...options });
const dense = (units: number, options: object = {}) => ({ type: "Dense", units, ...options });
const plan = (layers: object[], inputShape: number[]) => planModel(parseLayers(layers), inputShape);

function weight(model: ModelPlan, parameters: Float32Array, layer: string, name: string): Float32Array {
  const found = model.parameters.find((parameter) => parameter.layer === layer && parameter.name === name)!;
  return parameters.subarray(found.offset, found.offset + found.size);
}

/** Largest entry of |A - I| for A = M M^T of M's rows (or columns, transposed). */
function distanceFromOrthonormal(matrix: Float32Array, rows: number, columns: number): number {
  const byRows = rows <= columns;
  const vectors = Math.min(rows, columns);
  const at = (vector: number, i: number) =>
    byRows ? matrix[vector * columns + i]! : matrix[i * columns + vector]!;
  let largest = 0;
  for (let a = 0; a < vectors; a += 1) {
    for (let b = 0; b < vectors; b += 1) {
      let sum = a === b ? -1 : 0;
      for (let i = 0; i < Math.max(rows, columns); i += 1) sum += at(a, i) * at(b, i);
      largest = Math.max(largest, Math.abs(sum));
    }
  }
  return largest;
}

describe("initialParameters", () => {
  it("draws glorot_uniform kernels within Keras's bounds, with a uniform's moments", () => {
    const model = plan([dense(200)], [100]);
    const kernel = weight(model, initialParameters(model, 1), "dense", "kernel");
    const limit = Math.sqrt(6 / 300);
    const mean = kernel.reduce((sum, value) => sum + value, 0) / kernel.length;
    const variance = kernel.reduce((sum, value) => sum + (value - mean) ** 2, 0) / kernel.length;
    expect(kernel.every((value) => Math.abs(value) <= Math.fround(limit))).toBe(true);
    expect(Math.abs(mean)).toBeLessThan(limit * 0.02);
    expect(Math.abs(variance / (limit ** 2 / 3) - 1)).toBeLessThan(0.03);
  });

  it("makes square recurrent kernels orthogonal", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        (units, seed) => {
          const model = plan([rnn(units)], [3, 2]);
          const kernel = weight(model, initialParameters(model, seed), "simple_rnn", "recurrent_kernel");
          expect(distanceFromOrthonormal(kernel, units, units)).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("makes tall matrices orthonormal by columns and wide ones by rows", () => {
    for (const [rows, columns] of [
      [7, 3],
      [3, 7],
    ] as const) {
      const model = plan([dense(columns, { kernelInitializer: "orthogonal" })], [rows]);
      const kernel = weight(model, initialParameters(model, 5), "dense", "kernel");
      expect(distanceFromOrthonormal(kernel, rows, columns)).toBeLessThan(1e-6);
    }
  });

  it("draws orthogonal matrices of both signs: none is preferred", () => {
    const model = plan([rnn(1)], [3, 2]);
    const signs = Array.from(
      { length: 200 },
      (_, seed) => weight(model, initialParameters(model, seed), "simple_rnn", "recurrent_kernel")[0]!,
    );
    // R's diagonal is made positive, so the sign of a 1x1 normal matrix is that of Q.
    expect(signs.every((value) => Math.abs(value) === 1)).toBe(true);
    expect(Math.abs(signs.filter((value) => value > 0).length - 100)).toBeLessThan(40);
  });

  it("fills zeros and ones", () => {
    const model = plan([dense(3, { kernelInitializer: "ones", biasInitializer: "zeros" })], [2]);
    expect([...initialParameters(model, 9)]).toEqual([1, 1, 1, 1, 1, 1, 0, 0, 0]);
  });

  it("repeats for a seed, and differs for another", () => {
    const model = plan([rnn(4), dense(1)], [3, 2]);
    expect(initialParameters(model, 7)).toEqual(initialParameters(model, 7));
    expect(initialParameters(model, 7)).not.toEqual(initialParameters(model, 8));
  });

  it("gives a layer the same values whatever the sizes before it", () => {
    const small = plan(
      [rnn(4, { returnSequences: true }), dense(5, { kernelInitializer: "ones" }), dense(2)],
      [3, 2],
    );
    const large = plan(
      [rnn(9, { returnSequences: true }), dense(5, { kernelInitializer: "ones" }), dense(2)],
      [3, 6],
    );
    const kernel = (model: ModelPlan) => weight(model, initialParameters(model, 7), "dense_1", "kernel");
    expect(kernel(small)).toEqual(kernel(large));
  });

  it("gives two weights of one shape different values", () => {
    const model = plan([dense(3), dense(3)], [3]);
    const parameters = initialParameters(model, 7);
    expect(weight(model, parameters, "dense", "kernel")).not.toEqual(
      weight(model, parameters, "dense_1", "kernel"),
    );
  });

  it("keeps its bits: values of a fixed seed never change between versions", () => {
    const model = plan([rnn(2)], [3, 1]);
    expect([...initialParameters(model, 7)]).toMatchInlineSnapshot(`
      [
        -0.40148866176605225,
        1.1536766290664673,
        -0.42319658398628235,
        -0.9060378670692444,
        0.9060378670692444,
        -0.42319658398628235,
        0,
        0,
      ]
    `);
  });
});
