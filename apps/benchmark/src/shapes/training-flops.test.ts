import { describe, expect, it } from "vitest";
import { shapes, type BenchmarkShape } from "./shape.js";
import { productFlops, trainingFlops } from "./training-flops.js";

const tiny: BenchmarkShape = {
  ...{ id: "tiny", layer: "SimpleRNN", bidirectional: false, units: 3, aims: [] },
  ...{ batchSize: 2, timeSteps: 5, features: 7 },
};

/** Multiplications and additions of (a, b) by (b, c), counted one by one. */
function product(a: number, b: number, c: number): number {
  let flops = 0;
  for (let row = 0; row < a; row++)
    for (let column = 0; column < c; column++) for (let inner = 0; inner < b; inner++) flops += 2;
  return flops;
}

/** The products of a step as they are done, one after the other. */
function countedOneByOne({ units, batchSize, timeSteps, features }: BenchmarkShape, gates: number): number {
  const [z, entries] = [gates * units, batchSize * timeSteps];
  const layer = [
    product(entries, features, z),
    product(entries, units, z),
    product(features, entries, z),
    product(units, entries, z),
    product(entries, z, units),
  ];
  const head = [product(batchSize, units, 1), product(units, batchSize, 1), product(batchSize, 1, units)];
  return [...layer, ...head].reduce((sum, flops) => sum + flops, 0);
}

describe("trainingFlops", () => {
  it.each([
    ["SimpleRNN", 1],
    ["GRU", 3],
    ["LSTM", 4],
  ] as const)("of %s are those of its products", (layer, gates) => {
    const shape = { ...tiny, layer };
    expect(trainingFlops(shape)).toBe(countedOneByOne(shape, gates));
    expect(trainingFlops({ ...shape, bidirectional: true })).toBe(2 * countedOneByOne(shape, gates));
  });

  it("of an LSTM(256) with 64 sequences of 100 time steps and 256 features are 16.8 billion", () => {
    const shape = shapes.find(({ id }) => id === "lstm-256");
    expect(shape && trainingFlops(shape) / 1e9).toBeCloseTo(16.8, 1);
  });
});

it("counts a multiplication and an addition for each term of a product", () => {
  expect(productFlops(6)).toBe(product(6, 6, 6));
});
