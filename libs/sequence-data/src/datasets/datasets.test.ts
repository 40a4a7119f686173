import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assembleBatch } from "../assembly/assemble-batch.js";
import { fitStandardisation, standardise } from "../preprocessing/standardisation.js";
import type { RowLayout } from "../row-layout.js";
import { lengthsOf, refusalOf, rowsOf } from "../testing/data-folder.js";
import { checkClassTargets, checkProbabilityTargets } from "./class-targets.js";
import { datasetOf, describeDataset, transferablesOf } from "./dataset-description.js";
import { memoryDataset } from "./packed-dataset.js";
import { SliceDataset, sliceDataset } from "./slice-dataset.js";
import { targetOf } from "./target-of.js";
import { TruncatedDataset } from "./truncated-dataset.js";
import { applyClassWeights } from "./weighted-dataset.js";
import { countWindows, WindowDataset } from "./window-dataset.js";

const padding = { side: "post", value: 0 } as const;

/** Sequences of these lengths, one feature that counts up, a class number as target. */
function ragged(lengths: readonly number[], targets: readonly number[] = lengths.map((_, i) => i)) {
  const longest = Math.max(...lengths);
  const layout: RowLayout = {
    inputs: [{ name: "x", shape: [longest, 1], timed: true }],
    target: { name: "y", shape: [1], timed: false },
    timeSteps: longest,
    padding,
  };
  const rows = lengths.map((length, row) => ({
    length,
    values: Float32Array.of(...Array.from({ length }, (_, step) => 10 * row + step), targets[row]!),
  }));
  return memoryDataset(layout, rows);
}

describe("a data set in memory", () => {
  it("gives rows of their own length, as views", () => {
    const dataset = ragged([2, 1]);
    expect(rowsOf(dataset)).toEqual([
      [0, 1, 0],
      [10, 1],
    ]);
    expect(dataset.row(0).buffer).toBe(dataset.row(1).buffer);
    expect(lengthsOf(dataset)).toEqual([2, 1]);
  });

  it("refuses what is no sequence", () => {
    const dataset = ragged([2, 1]);
    for (const index of [-1, 2, 0.5]) {
      expect(() => dataset.row(index)).toThrow(`expected an index below 2, got ${index}`);
      expect(() => dataset.lengthOf(index)).toThrow(RangeError);
    }
  });
});

describe("sliceDataset", () => {
  it("is a view", () => {
    const dataset = ragged([2, 1, 3]);
    const slice = sliceDataset(dataset, 1, 3);
    expect(rowsOf(slice)).toEqual([
      [10, 1],
      [20, 21, 22, 2],
    ]);
    expect(slice.row(0).buffer).toBe(dataset.row(0).buffer);
    expect(targetOf(slice, 1)).toEqual(Float32Array.of(2));
    expect(sliceDataset(dataset, 0, 3)).toBe(dataset);
  });

  it("refuses a part that is none, and rows beyond it", () => {
    const dataset = ragged([2, 1, 3]);
    expect(() => sliceDataset(dataset, 2, 2)).toThrow(RangeError);
    expect(() => sliceDataset(dataset, 0, 4)).toThrow("got 0 to 4");
    expect(() => sliceDataset(dataset, 0, 1).row(1)).toThrow(RangeError);
  });
});

describe("TruncatedDataset", () => {
  it("cuts as pad_sequences does", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom("pre" as const, "post" as const),
        fc.constantFrom("pre" as const, "post" as const),
        (lengths, maxLength, truncating, side) => {
          const dataset = new TruncatedDataset(ragged(lengths), maxLength, truncating);
          const rows = rowsOf(dataset).map((values, index) => ({
            length: dataset.lengthOf(index),
            values: Float32Array.from(values),
          }));
          const layout = { ...dataset.layout, padding: { side, value: -1 } };
          const { inputs, y } = assembleBatch(layout, rows, maxLength);
          const sequences = lengths.map((length, row) =>
            Array.from({ length }, (_, step) => 10 * row + step),
          );
          const options = { maxLength, truncating, side, value: -1 };
          expect(Array.from(inputs[0]!)).toEqual(padSequences(sequences, options).flat());
          expect(Array.from(y)).toEqual(lengths.map((_, row) => row));
          expect(dataset.layout.timeSteps).toBe(maxLength);
        },
      ),
    );
  });

  it("cuts targets per time step with the inputs", () => {
    const layout: RowLayout = {
      inputs: [{ name: "x", shape: [3, 2], timed: true }],
      target: { name: "y", shape: [3], timed: true },
      weight: { name: "sampleWeight", shape: [], timed: false },
      timeSteps: 3,
      padding,
    };
    const row = { length: 3, values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 0.5) };
    const cut = (truncating: "pre" | "post") =>
      new TruncatedDataset(memoryDataset(layout, [row]), 2, truncating);
    expect(rowsOf(cut("pre"))).toEqual([[3, 4, 5, 6, 8, 9, 0.5]]);
    expect(rowsOf(cut("post"))).toEqual([[1, 2, 3, 4, 7, 8, 0.5]]);
    expect(cut("pre").layout.target?.shape).toEqual([2]);
  });
});

/** Keras's function, by its documentation. */
function padSequences(
  sequences: number[][],
  {
    maxLength,
    truncating,
    side,
    value,
  }: { maxLength: number; truncating: string; side: string; value: number },
): number[][] {
  return sequences.map((sequence) => {
    const cut = truncating === "pre" ? sequence.slice(-maxLength) : sequence.slice(0, maxLength);
    const filling = new Array<number>(maxLength - cut.length).fill(value);
    return side === "pre" ? [...filling, ...cut] : [...cut, ...filling];
  });
}

describe("countWindows", () => {
  it("is as in the examples of timeseries_dataset_from_array", () => {
    // data = arange(100), sequence_length 10, stride 3, sampling rate 2: the last starts at 81 (0, 3, ..., 81).
    expect(countWindows(100, { length: 10, stride: 3, samplingRate: 2 })).toBe(28);
    // targets = data[10:] for windows of 10: one for each of the first 90 starts.
    const next = { offset: 10, steps: 1 };
    expect(countWindows(100, { length: 10, stride: 1, samplingRate: 1 }, next)).toBe(90);
    expect(countWindows(9, { length: 10, stride: 1, samplingRate: 1 })).toBe(0);
    expect(countWindows(10, { length: 10, stride: 1, samplingRate: 1 }, next)).toBe(0);
  });
});

describe("countWindows beside Keras 3.15.1", () => {
  it.each([
    { length: 3, stride: 1, samplingRate: 1, offset: 3, windows: 21, withTargets: 20 },
    { length: 3, stride: 2, samplingRate: 2, offset: 6, windows: 10, withTargets: 9 },
    { length: 4, stride: 3, samplingRate: 2, offset: 8, windows: 6, withTargets: 5 },
    { length: 2, stride: 2, samplingRate: 3, offset: 6, windows: 10, withTargets: 9 },
  ])(
    "counts the windows of arange(23): %o",
    ({ length, stride, samplingRate, offset, windows, withTargets }) => {
      const how = { length, stride, samplingRate };
      expect(countWindows(23, how)).toBe(windows);
      expect(countWindows(23, how, { offset, steps: 1 })).toBe(withTargets);
    },
  );
});

describe("WindowDataset", () => {
  it("cuts what timeseries_dataset_from_array(data, targets=data[offset:]) cuts", () => {
    const size = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        size,
        size,
        size,
        size,
        (rows, length, stride, samplingRate, horizon) => {
          const offset = (length - 1 + horizon) * samplingRate;
          const sequences = countWindows(rows, { length, stride, samplingRate }, { offset, steps: 1 });
          const layout: RowLayout = {
            inputs: [{ name: "x", shape: [length, 1], timed: true }],
            target: { name: "y", shape: [1], timed: false },
            timeSteps: length,
            padding,
          };
          const series = Float32Array.from({ length: rows }, (_, row) => row);
          const target = { offset, steps: 1, values: series };
          const windows = { length, stride, samplingRate };
          const dataset = new WindowDataset({
            kind: "windows",
            layout,
            sequences,
            windows,
            inputs: series,
            target,
          });
          const cut = kerasWindows(rows, { length, stride, samplingRate, offset });
          expect(rowsOf(dataset)).toEqual(cut);
          expect(cut.map((_, index) => [...targetOf(dataset, index)])).toEqual(
            cut.map((row) => row.slice(-1)),
          );
        },
      ),
    );
  });

  it("takes features side by side, and several steps as a target", () => {
    const layout: RowLayout = {
      inputs: [{ name: "x", shape: [2, 2], timed: true }],
      target: { name: "y", shape: [2], timed: false },
      timeSteps: 2,
      padding,
    };
    const windows = { length: 2, stride: 1, samplingRate: 2 };
    const target = { offset: 4, steps: 2, values: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7) };
    const sequences = countWindows(8, windows, target);
    const inputs = Float32Array.from({ length: 16 }, (_, index) => index);
    const dataset = new WindowDataset({ kind: "windows", layout, sequences, windows, inputs, target });
    expect(rowsOf(dataset)).toEqual([
      [0, 1, 4, 5, 4, 6],
      [2, 3, 6, 7, 5, 7],
    ]);
  });
});

/** Keras's loop: start positions arange(0, min(len(data) - (length - 1) * rate, len(targets)), stride). */
function kerasWindows(
  rows: number,
  {
    length,
    stride,
    samplingRate,
    offset,
  }: { length: number; stride: number; samplingRate: number; offset: number },
): number[][] {
  const data = Array.from({ length: rows }, (_, row) => row);
  const targets = data.slice(offset);
  const count = Math.min(rows - (length - 1) * samplingRate, targets.length);
  const windows: number[][] = [];
  for (let start = 0; start < count; start += stride) {
    const inputs = Array.from({ length }, (_, step) => data[start + step * samplingRate]!);
    windows.push([...inputs, targets[start]!]);
  }
  return windows;
}

describe("applyClassWeights", () => {
  it("weighs by class number, 1 where a class has no weight", () => {
    const weighted = applyClassWeights(ragged([1, 1, 1], [0, 2, 1]), [
      [0, 0.5],
      [2, 3],
    ]);
    expect(rowsOf(weighted).map((row) => row.at(-1))).toEqual([0.5, 3, 1]);
    expect(weighted.layout.weight).toEqual({ name: "sampleWeight", shape: [], timed: false });
  });

  it("takes the largest of one-hot targets, and multiplies sample weights", () => {
    const layout: RowLayout = {
      inputs: [{ name: "x", shape: [1, 1], timed: true }],
      target: { name: "y", shape: [3], timed: false },
      weight: { name: "sampleWeight", shape: [], timed: false },
      timeSteps: 1,
      padding,
    };
    const dataset = memoryDataset(layout, [{ length: 1, values: Float32Array.of(9, 0, 1, 0, 2) }]);
    expect(rowsOf(applyClassWeights(dataset, [[1, 4]]))).toEqual([[9, 0, 1, 0, 8]]);
  });

  it("weighs each time step where targets are per time step", () => {
    const layout: RowLayout = {
      inputs: [{ name: "x", shape: [2, 1], timed: true }],
      target: { name: "y", shape: [2, 1], timed: true },
      weight: { name: "sampleWeight", shape: [], timed: false },
      timeSteps: 2,
      padding,
    };
    const dataset = memoryDataset(layout, [
      { length: 2, values: Float32Array.of(5, 6, 0, 1, 10) },
      { length: 1, values: Float32Array.of(5, 1, 10) },
    ]);
    const weighted = applyClassWeights(dataset, [[1, 3]]);
    expect(weighted.layout.weight).toEqual({ name: "sampleWeight", shape: [2], timed: true });
    expect(rowsOf(weighted)).toEqual([
      [5, 6, 0, 1, 10, 30],
      [5, 1, 30],
    ]);
  });

  it("refuses targets that are no class", async () => {
    const weighted = applyClassWeights(ragged([1], [0.5]), [[0, 2]]);
    expect((await refusalOf(() => weighted.row(0))).message).toMatch(
      /sequence 0: target: expected a class number \(0, 1, \.\.\.\), got 0\.5/,
    );
  });
});

describe("checkClassTargets", () => {
  it.each([
    [3, /y: sequence 1: expected a class number from 0 to 2, got 3/],
    [-1, /got -1/],
    [0.5, /got 0\.5/],
  ])("refuses %s of 3 classes", async (value, message) => {
    const dataset = ragged([1, 1], [0, value]);
    expect((await refusalOf(() => checkClassTargets(dataset, 3))).message).toMatch(message);
  });

  it("lets class numbers pass", () => {
    expect(() => checkClassTargets(ragged([1, 1], [0, 2]), 3)).not.toThrow();
  });

  it("lets the target pass that the loss ignores, in the range of classes or not", () => {
    expect(() => checkClassTargets(ragged([1, 1], [-1, 2]), 3, -1)).not.toThrow();
    expect(() => checkClassTargets(ragged([1, 1], [-2, 2]), 3, -1)).toThrow("got -2");
  });
});

describe("checkProbabilityTargets", () => {
  it("refuses what is no probability", () => {
    expect(() => checkProbabilityTargets(ragged([1, 1, 1], [0, 0.5, 1]))).not.toThrow();
    expect(() => checkProbabilityTargets(ragged([1, 1], [0, 2]))).toThrow(
      "y: sequence 1: expected a number from 0 to 1, got 2",
    );
    expect(() => checkProbabilityTargets(ragged([1], [-1]))).toThrow("got -1");
  });
});

describe("a data set on its way to another thread", () => {
  it("arrives as it was, with all that was applied to it, and its memory is handed over", () => {
    const dataset = ragged([3, 1, 2, 5]);
    const scaled = standardise(dataset, fitStandardisation(dataset));
    const views = [
      new TruncatedDataset(new SliceDataset(scaled, 1, 4), 2, "pre"),
      applyClassWeights(scaled, [[1, 2]]),
    ];
    const rows = views.map(rowsOf);
    const descriptions = views.map(describeDataset);
    const transfer = transferablesOf(...descriptions);
    expect(transfer).toHaveLength(2);
    const arrived = structuredClone(descriptions, { transfer }).map(datasetOf);
    expect(arrived.map(rowsOf)).toEqual(rows);
    expect(arrived.map(({ layout }) => layout)).toEqual(views.map(({ layout }) => layout));
    expect(transfer.map(({ byteLength }) => byteLength)).toEqual([0, 0]);
  });

  it("takes windows along", () => {
    const layout: RowLayout = {
      inputs: [{ name: "x", shape: [2, 1], timed: true }],
      timeSteps: 2,
      padding,
    };
    const windows = { length: 2, stride: 1, samplingRate: 1 };
    const inputs = Float32Array.of(1, 2, 3);
    const dataset = new WindowDataset({ kind: "windows", layout, sequences: 2, windows, inputs });
    const arrived = datasetOf(structuredClone(describeDataset(dataset)));
    expect(rowsOf(arrived)).toEqual([
      [1, 2],
      [2, 3],
    ]);
  });

  it("must be one of this package", () => {
    const other = { ...ragged([1]), row: () => new Float32Array(1), lengthOf: () => 1 };
    expect(() => describeDataset(other)).toThrow(TypeError);
  });
});
