import type { MicroBatch, RangeResult } from "@lockstep/backend";
import { parseModel } from "@lockstep/job";
import { planModel } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import { ReductionTree } from "@lockstep/reduction";
import * as fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { openNativeBackend } from "../open-native-backend.js";

const backend = openNativeBackend({ threads: 1 });
afterAll(() => backend.dispose());
const { signal } = new AbortController();

const tokens = 40;
const timeSteps = 3;
const layers = [
  { type: "Embedding", inputDim: tokens, outputDim: 5 },
  { type: "LSTM", units: 4 },
  { type: "Dense", units: 1 },
];
const plan = planModel(parseModel({ layers }), [timeSteps, 1]);
const objective = objectiveOf({ loss: { type: "mean_squared_error" }, metrics: [] }, plan);
const parameters = Float32Array.from({ length: plan.parameterCount }, (_, i) => Math.sin(i));

/** Token ids of the rows of some micro-batches. */
const ranges = fc.array(
  fc.array(fc.array(fc.nat(tokens - 1), { minLength: timeSteps, maxLength: timeSteps }), {
    minLength: 1,
    maxLength: 3,
  }),
  { minLength: 1, maxLength: 9 },
);

function batchOf(rows: readonly (readonly number[])[]): MicroBatch {
  const y = Float32Array.from(rows, (ids) => Math.cos(ids[0] ?? NaN));
  return { rows: rows.length, inputs: [Float32Array.from(rows.flat())], y };
}

function prepared<Model extends { setParameters(parameters: Float32Array): void }>(model: Model): Model {
  model.setParameters(parameters);
  return model;
}

it("adds up gradients of tables as the canonical tree does, range after range", async () => {
  const whole = prepared(backend.prepareForRanges(plan, objective));
  const single = prepared(backend.prepare(plan, objective));
  const expectSum = async (range: readonly (readonly (readonly number[])[])[]) => {
    const tree = new ReductionTree(range.length);
    range.forEach((rows, first) => {
      const { gradient, statistics } = single.gradient(batchOf(rows));
      tree.add({ first, count: 1 }, { gradient, statistics });
    });
    const result: RangeResult = await whole.computeRange(
      { purpose: "gradient", rows: range.map(({ length }) => length), batch: batchOf(range.flat()) },
      signal,
    );
    expect(tree.root?.gradient).toEqual(result.gradient);
  };
  // The same models all the time: what one range left would show in the next.
  await fc.assert(fc.asyncProperty(ranges, expectSum), { seed: 6, numRuns: 60 });
  whole.dispose();
  single.dispose();
});

it("counts the rows of a wrong token from the first of its micro-batch", async () => {
  const model = prepared(backend.prepareForRanges(plan, objective));
  const rows = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
    [10, tokens, 12],
    [tokens, 0, 0],
  ];
  const range = { purpose: "gradient", rows: [2, 2, 1], batch: batchOf(rows) } as const;
  const message = `layer embedding: row 1, time step 1: expected a token id from 0 to ${tokens - 1}, got ${tokens}`;
  await expect(model.computeRange(range, signal)).rejects.toThrow(message);
  model.dispose();
});
