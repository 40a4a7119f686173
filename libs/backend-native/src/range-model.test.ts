import { BackendError, type MicroBatch, type MicroBatchSums, type RangeResult } from "@lockstep/backend";
import { notebookObjective, notebookSample, rowsOf } from "@lockstep/backend/conformance";
import { ReductionTree } from "@lockstep/reduction";
import { afterAll, describe, expect, it } from "vitest";
import { openNativeBackend } from "./open-native-backend.js";

const backend = openNativeBackend({ threads: 4 });
afterAll(() => backend.dispose());
const { signal } = new AbortController();

const sample = notebookSample(40, 5);
const objective = notebookObjective(sample.plan);

/** Micro-batches computed one by one, added up in the canonical tree. */
function oneByOne(rows: readonly number[]): MicroBatchSums {
  const model = backend.prepare(sample.plan, objective);
  model.setParameters(sample.parameters);
  const tree = new ReductionTree(rows.length);
  let end = 0;
  rows.forEach((count, first) => {
    const sums = model.gradient(rowsOf(sample, end, (end += count)));
    tree.add({ first, count: 1 }, { gradient: sums.gradient, statistics: sums.statistics });
  });
  model.dispose();
  const root = tree.root;
  if (!root) throw new Error("expected a root");
  return { ...root, states: new Float32Array() };
}

function ofRange(rows: readonly number[]): Promise<RangeResult> {
  const model = backend.prepareForRanges(sample.plan, objective);
  model.setParameters(sample.parameters);
  const end = rows.reduce((sum, count) => sum + count, 0);
  return model
    .computeRange({ purpose: "gradient", rows, batch: rowsOf(sample, 0, end) }, signal)
    .finally(() => model.dispose());
}

describe("a model for ranges", () => {
  it.for([
    { rows: [1] },
    { rows: [40] },
    { rows: [4, 4] },
    { rows: [4, 4, 4] },
    { rows: [1, 1, 1, 1, 1] },
    { rows: [5, 5, 5, 5, 5, 5, 3] },
    { rows: Array.from({ length: 40 }, () => 1) },
  ])("adds up $rows rows as the canonical tree does", async ({ rows }) => {
    const { gradient, statistics, isFinite } = await ofRange(rows);
    const expected = oneByOne(rows);
    expect(Buffer.from(gradient.buffer).equals(Buffer.from(expected.gradient.buffer))).toBe(true);
    expect(statistics).toEqual(expected.statistics);
    expect(isFinite).toBe(true);
  });

  it("computes with the newest parameters", async () => {
    const model = backend.prepareForRanges(sample.plan, objective);
    const range = { purpose: "gradient", rows: [20, 20], batch: sample.batch } as const;
    const others = sample.parameters.map((value) => value / 2);
    const gradientOf = async (parameters: Float32Array) => {
      model.setParameters(parameters);
      return (await model.computeRange(range, signal)).gradient;
    };
    const [first, second] = [await gradientOf(sample.parameters), await gradientOf(others)];
    expect(second).not.toEqual(first);
    expect(await gradientOf(sample.parameters)).toEqual(first);
    expect(await gradientOf(others)).toEqual(second);
    model.dispose();
  });

  it("takes more rows than go through the model together", async () => {
    const large = notebookSample(300, 6);
    const model = backend.prepareForRanges(large.plan, objective);
    model.setParameters(large.parameters);
    const rows = [100, 100, 30, 30, 30, 10];
    const range = { purpose: "gradient", rows, batch: large.batch } as const;
    const { gradient } = await model.computeRange(range, signal);
    const single = backend.prepare(large.plan, objective);
    single.setParameters(large.parameters);
    const tree = new ReductionTree(rows.length);
    let end = 0;
    rows.forEach((count, first) => {
      const sums = single.gradient(rowsOf(large, end, (end += count)));
      tree.add({ first, count: 1 }, sums);
    });
    expect(gradient).toEqual(tree.root?.gradient);
    model.dispose();
    single.dispose();
  });

  it("evaluates and predicts as one batch at a time does", async () => {
    const model = backend.prepareForRanges(sample.plan, objective);
    const single = backend.prepare(sample.plan, objective);
    for (const each of [model, single]) each.setParameters(sample.parameters);
    const rows = [32, 8];
    const predicted = await model.computeRange({ purpose: "predict", rows, batch: sample.batch }, signal);
    expect(predicted.predictions).toEqual(single.predict(sample.batch).predictions);
    expect([predicted.gradient.length, predicted.statistics.length]).toEqual([0, 0]);
    const evaluated = await model.computeRange({ purpose: "evaluate", rows, batch: sample.batch }, signal);
    const parts = [rowsOf(sample, 0, 32), rowsOf(sample, 32, 40)].map((part) => single.evaluate(part));
    const sums = parts[0]?.statistics.map((value, i) => value + (parts[1]?.statistics[i] ?? NaN));
    expect(evaluated.statistics).toEqual(sums);
    model.dispose();
    single.dispose();
  });

  it.for(["gradient", "evaluate", "predict"] as const)(
    "comes to the same on the calling thread (%s)",
    async (purpose) => {
      const model = backend.prepareForRanges(sample.plan, objective);
      model.setParameters(sample.parameters);
      const range = { purpose, rows: [5, 5, 5, 5, 5, 5, 10], batch: sample.batch };
      const here = model.computeRangeHere?.(range);
      expect(here).toEqual(await model.computeRange(range, signal));
      expect(model.computeRangeHere?.(range)).toEqual(here);
      model.dispose();
    },
  );

  it("computes with several models at once, each as alone", async () => {
    const alone = await ofRange([8, 8, 8, 8, 8]);
    const together = await Promise.all(Array.from({ length: 8 }, () => ofRange([8, 8, 8, 8, 8])));
    for (const result of together) expect(result).toEqual(alone);
  });

  it("copies what it is given before it returns", async () => {
    const model = backend.prepareForRanges(sample.plan, objective);
    const parameters = sample.parameters.slice();
    model.setParameters(parameters);
    parameters.fill(0);
    const batch: MicroBatch = {
      ...sample.batch,
      inputs: sample.batch.inputs.map((x) => x.slice()),
      y: sample.batch.y.slice(),
    };
    const computing = model.computeRange({ purpose: "gradient", rows: [40], batch }, signal);
    batch.inputs.forEach((x) => x.fill(NaN));
    expect(await computing).toEqual(await ofRange([40]));
    model.dispose();
  });

  it("writes a gradient into the memory that it is given, whatever was there", async () => {
    const model = backend.prepareForRanges(sample.plan, objective);
    model.setParameters(sample.parameters);
    const range = { purpose: "gradient", rows: [20, 20], batch: sample.batch } as const;
    const expected = await model.computeRange(range, signal);
    const memory = () => new Float32Array(sample.plan.parameterCount).fill(NaN);
    for (const compute of [
      (given: Float32Array) => model.computeRange(range, signal, given),
      (given: Float32Array) => model.computeRangeHere?.(range, given),
    ]) {
      const given = memory();
      const result = await compute(given);
      expect(result).toEqual(expected);
      expect(result?.gradient).toBe(given);
    }
    const given = memory();
    const evaluated = await model.computeRange({ ...range, purpose: "evaluate" }, signal, given);
    expect([evaluated.gradient.length, given.every(Number.isNaN)]).toEqual([0, true]);
    const short = model.computeRange(range, signal, new Float32Array(3));
    await expect(short).rejects.toThrow("gradient: expected 131 values, got 3");
    await expect(short).rejects.toThrow(BackendError);
    model.dispose();
  });

  it("says where values stop being finite", async () => {
    const model = backend.prepareForRanges(sample.plan, objective);
    model.setParameters(sample.parameters);
    const x = sample.batch.inputs[0]?.slice() ?? new Float32Array();
    x[2 * 10 + 3] = Infinity;
    const batch = { ...sample.batch, inputs: [x] };
    // tanh of an infinity is 1, so that only what is made of the input itself is not finite.
    const { isFinite } = await model.computeRange({ purpose: "gradient", rows: [40], batch }, signal);
    expect(isFinite).toBe(false);
    x[2 * 10 + 3] = NaN;
    expect(await model.locateNonFinite(batch)).toEqual({
      layer: "simple_rnn",
      pass: "forward",
      row: 2,
      timeStep: 3,
      value: NaN,
    });
    expect(await model.locateNonFinite(sample.batch)).toBeUndefined();
    model.dispose();
  });

  it("gives a range up", async () => {
    const model = backend.prepareForRanges(sample.plan, objective);
    model.setParameters(sample.parameters);
    const giveUp = new AbortController();
    giveUp.abort(new Error("nobody wants it"));
    const range = { purpose: "gradient", rows: [40], batch: sample.batch } as const;
    await expect(model.computeRange(range, giveUp.signal)).rejects.toThrow("nobody wants it");
    const later = new AbortController();
    const computing = model.computeRange(range, later.signal);
    later.abort(new Error("not any more"));
    await expect(computing).rejects.toThrow("not any more");
    expect(await model.computeRange(range, signal)).toEqual(await ofRange([40]));
    model.dispose();
  });

  it("refuses what does not fit", async () => {
    const model = backend.prepareForRanges(sample.plan, objective);
    const range = { purpose: "gradient", rows: [40], batch: sample.batch } as const;
    await expect(model.computeRange(range, signal)).rejects.toThrow(/setParameters/);
    expect(() => model.computeRangeHere?.(range)).toThrow(/setParameters/);
    model.setParameters(sample.parameters);
    const refused = async (changed: object, message: RegExp) => {
      const refusal = model.computeRange({ ...range, ...changed }, signal);
      await expect(refusal).rejects.toThrow(BackendError);
      await expect(refusal).rejects.toThrow(message);
      expect(() => model.computeRangeHere?.({ ...range, ...changed })).toThrow(message);
    };
    await refused({ rows: [39] }, /expected 40 together, got 39/);
    await refused({ rows: [] }, /rows: expected 40 together, got 0/);
    await refused({ rows: [39, true] }, /rows\[1\]: expected a whole number from 1/);
    await refused({ rows: { length: 2 ** 31, reduce: () => 40 } }, /rows: expected an array/);
    await refused({ rows: new Float64Array([40]) }, /rows: expected an array/);
    await refused({ rows: Array(2) }, /rows: expected 40 together, got NaN/);
    await refused({ rows: [41, -1] }, /rows\[1\]: expected a whole number from 1/);
    await refused(
      { batch: { ...sample.batch, y: new Float32Array(3) } },
      /y: expected 40 values, shape \(40, 1\), got 3/,
    );
    expect(() => model.setParameters(new Float32Array(3))).toThrow(/expected 131 values/);
    model.dispose();
    await expect(model.computeRange(range, signal)).rejects.toThrow(BackendError);
    expect(() => model.computeRangeHere?.(range)).toThrow(BackendError);
  });
});
