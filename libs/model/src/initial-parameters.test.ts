import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { initialParameters } from "./initial-parameters.js";
import type { ModelPlan } from "./model-plan.js";
import { planOf as plan } from "./testing/plan.js";

const rnn = (units: number, options: object = {}) => ({ type: "SimpleRNN", units, ...options });
const dense = (units: number, options: object = {}) => ({ type: "Dense", units, ...options });

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

/** Values of a Dense kernel (100, 50) drawn by an initialiser. */
function kernelBy(kernelInitializer: unknown, seed = 1): Float32Array {
  const model = plan([dense(50, { kernelInitializer, useBias: false })], [100]);
  return initialParameters(model, seed);
}

function momentsOf(values: Float32Array): { mean: number; deviation: number; largest: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { mean, deviation: Math.sqrt(square), largest };
}

/** Deviation of the unit normal between -2 and 2. */
const truncated = 0.8796;

describe("initialisers", () => {
  // Name, standard deviation of the values, and the largest that there may be.
  it.each<[unknown, number, number]>([
    ["glorot_normal", Math.sqrt(2 / 150), (2 * Math.sqrt(2 / 150)) / truncated],
    ["he_normal", Math.sqrt(2 / 100), (2 * Math.sqrt(2 / 100)) / truncated],
    ["lecun_normal", Math.sqrt(1 / 100), (2 * Math.sqrt(1 / 100)) / truncated],
    ["glorot_uniform", Math.sqrt(2 / 150), Math.sqrt(6 / 150)],
    ["he_uniform", Math.sqrt(2 / 100), Math.sqrt(6 / 100)],
    [{ type: "LecunUniform" }, Math.sqrt(1 / 100), Math.sqrt(3 / 100)],
    ["random_normal", 0.05, 0.3],
    ["random_uniform", 0.05 / Math.sqrt(3), 0.05],
    ["truncated_normal", 0.05 * truncated, 0.1],
    [{ type: "TruncatedNormal", stddev: 3 }, 3 * truncated, 6],
    [{ type: "VarianceScaling", mode: "fan_out", distribution: "untruncated_normal" }, Math.sqrt(1 / 50), 1],
    [
      { type: "VarianceScaling", scale: 3, mode: "fan_avg", distribution: "uniform" },
      0.2,
      0.2 * Math.sqrt(3),
    ],
  ])("%j has Keras's spread", (initializer, deviation, largest) => {
    const moments = momentsOf(kernelBy(initializer));
    expect(Math.abs(moments.mean)).toBeLessThan(deviation * 0.05);
    expect(Math.abs(moments.deviation / deviation - 1)).toBeLessThan(0.03);
    expect(moments.largest).toBeLessThanOrEqual(Math.fround(largest) * (1 + 1e-7));
    expect(moments.largest).toBeGreaterThan(deviation * 1.7);
  });

  it("have their options: mean, bounds, value, gain", () => {
    expect(momentsOf(kernelBy({ type: "RandomNormal", mean: 5, stddev: 0.1 })).mean).toBeCloseTo(5, 2);
    const uniform = kernelBy({ type: "RandomUniform", minval: 1, maxval: 3 });
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...uniform)).toBeLessThanOrEqual(3);
    expect(momentsOf(uniform).mean).toBeCloseTo(2, 1);
    expect(new Set(kernelBy({ type: "Constant", value: 0.25 }))).toEqual(new Set([0.25]));
    const orthogonal = kernelBy("orthogonal");
    expect(kernelBy({ type: "Orthogonal", gain: 2 })).toEqual(orthogonal.map((value) => 2 * value));
  });

  it("make identities, also of matrices that are not square", () => {
    const identity = (units: number, rows: number, initializer: unknown) => {
      const model = plan([dense(units, { kernelInitializer: initializer, useBias: false })], [rows]);
      return [...initialParameters(model, 1)];
    };
    expect(identity(3, 2, "identity")).toEqual([1, 0, 0, 0, 1, 0]);
    expect(identity(2, 3, { type: "Identity", gain: 3 })).toEqual([3, 0, 0, 3, 0, 0]);
  });

  it("count a convolution's kernel size into both fans", () => {
    const conv = { type: "Conv1D", filters: 20, kernelSize: 5, useBias: false };
    const kernel = initialParameters(plan([conv], [9, 30]), 1);
    expect(momentsOf(kernel).largest).toBeLessThanOrEqual(Math.fround(Math.sqrt(6 / (5 * 50))));
    expect(momentsOf(kernel).largest).toBeGreaterThan(Math.sqrt(6 / (5 * 50)) * 0.95);
  });

  it("open an LSTM's forget gate, and draw the other biases as asked", () => {
    const bias = (options: object) => {
      const model = plan([{ type: "LSTM", units: 2, ...options }], [3, 1]);
      return [...weight(model, initialParameters(model, 1), "lstm", "bias")];
    };
    expect(bias({})).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
    expect(bias({ unitForgetBias: false })).toEqual(Array(8).fill(0));
    expect(bias({ biasInitializer: { type: "Constant", value: 3 } })).toEqual([3, 3, 1, 1, 3, 3, 3, 3]);
    expect(new Set(bias({ biasInitializer: "random_normal" })).size).toBe(7);
  });

  it("with a seed of their own do not follow the job's, and repeat", () => {
    const seeded = { type: "GlorotUniform", seed: 5 };
    const layers = [dense(3, { kernelInitializer: seeded }), dense(3, { kernelInitializer: seeded })];
    const model = plan(layers, [3]);
    const kernel = (layer: string, seed: number) =>
      weight(model, initialParameters(model, seed), layer, "kernel");
    expect(kernel("dense", 1)).toEqual(kernel("dense", 2));
    expect(kernel("dense", 1)).toEqual(kernel("dense_1", 1));
    const other = plan([dense(3, { kernelInitializer: { ...seeded, seed: 6 } })], [3]);
    expect(weight(other, initialParameters(other, 1), "dense", "kernel")).not.toEqual(kernel("dense", 1));
  });
});

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

  it("keeps the bits of normals: values of a fixed seed never change between versions", () => {
    const model = plan(
      [dense(2, { kernelInitializer: "he_normal", biasInitializer: "random_uniform" })],
      [1],
    );
    expect([...initialParameters(model, 7)]).toMatchInlineSnapshot(`
      [
        -0.4044567942619324,
        1.162205457687378,
        -0.02398356795310974,
        -0.033715683966875076,
      ]
    `);
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
