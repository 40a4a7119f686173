import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ArrayLayout, RowLayout } from "../row-layout.js";
import { arraysOf, arraySize, rowSize } from "../row-layout.js";
import { assembleBatch } from "./assemble-batch.js";
import type { AssembledBatch, PackedRow } from "./assemble-batch.js";
import { BatchMemory } from "./batch-memory.js";

const layout: RowLayout = {
  inputs: [
    { name: "x", shape: [3, 2], timed: true },
    { name: "speaker", shape: [2], timed: false },
  ],
  target: { name: "y", shape: [3, 1], timed: true },
  weight: { name: "sampleWeight", shape: [], timed: false },
  timeSteps: 3,
  padding: { side: "post", value: -1 },
};

const long: PackedRow = { length: 3, values: Float32Array.of(1, 2, 3, 4, 5, 6, 70, 71, 8, 9, 10, 0.5) };
const short: PackedRow = { length: 1, values: Float32Array.of(11, 12, 72, 73, 13, 2) };

describe("assembleBatch", () => {
  it("fills up at the end: inputs with the padding value, targets with 0", () => {
    expect(assembleBatch(layout, [long, short], 3)).toEqual({
      inputs: [Float32Array.of(1, 2, 3, 4, 5, 6, 11, 12, -1, -1, -1, -1), Float32Array.of(70, 71, 72, 73)],
      y: Float32Array.of(8, 9, 10, 13, 0, 0),
      weights: Float32Array.of(0.5, 2),
    });
  });

  it("fills up at the beginning where the layout says so", () => {
    const pre: RowLayout = { ...layout, padding: { side: "pre", value: 0 } };
    const { inputs, y } = assembleBatch(pre, [short], 2);
    expect(inputs[0]).toEqual(Float32Array.of(0, 0, 11, 12));
    expect(y).toEqual(Float32Array.of(0, 13));
  });

  it("cuts timed arrays to a range of time steps, and leaves others whole", () => {
    const { inputs, y, weights } = assembleBatch(layout, [long, short], 3, { begin: 1, end: 3 });
    expect(inputs).toEqual([Float32Array.of(3, 4, 5, 6, -1, -1, -1, -1), Float32Array.of(70, 71, 72, 73)]);
    expect(y).toEqual(Float32Array.of(9, 10, 0, 0));
    expect(weights).toEqual(Float32Array.of(0.5, 2));
  });

  it("has no targets and weights where the layout has none", () => {
    const { inputs, padding, timeSteps } = layout;
    const bare = assembleBatch(
      { inputs, padding, timeSteps },
      [{ length: 1, values: short.values.slice(0, 4) }],
      1,
    );
    expect(bare.y).toEqual(new Float32Array(0));
    expect("weights" in bare).toBe(false);
  });

  it("refuses rows that do not fit", () => {
    expect(() => assembleBatch(layout, [long], 2)).toThrow("expected at most 2 time steps, got 3");
    expect(() => assembleBatch(layout, [{ length: 2, values: long.values }], 3)).toThrow(
      "row of 2 time steps: expected 9 values for x, speaker, y, sampleWeight, got 12",
    );
    expect(() => assembleBatch(layout, [long], 3, { begin: 2, end: 4 })).toThrow(RangeError);
  });

  it("does what filling in element by element does, for random shapes", () => {
    fc.assert(
      fc.property(batches, ({ layout: any, rows, timeSteps, begin, end }) => {
        const got = arraysIn(any, assembleBatch(any, rows, timeSteps, { begin, end }));
        expect(got).toEqual(naive(any, rows, timeSteps, begin, end));
      }),
    );
  });

  it("does so in memory of other batches, too", () => {
    const memory = new BatchMemory();
    fc.assert(
      fc.property(batches, ({ layout: any, rows, timeSteps, begin, end }) => {
        const got = arraysIn(any, assembleBatch(any, rows, timeSteps, { begin, end }, memory));
        expect(got).toEqual(naive(any, rows, timeSteps, begin, end));
        for (const array of got) array.fill(NaN);
      }),
    );
  });

  it("takes the memory of the batch before where that is large enough", () => {
    const memory = new BatchMemory();
    const of = (rows: PackedRow[]) => assembleBatch(layout, rows, 3, { begin: 0, end: 3 }, memory).inputs[0];
    const [first, shorter, larger] = [of([long, short]), of([short]), of([long, short, long])];
    expect(shorter?.buffer).toBe(first?.buffer);
    expect(larger?.buffer).not.toBe(first?.buffer);
    expect(of([long, long, long])).toBe(larger);
  });
});

/** Inputs, targets and weights, as far as the layout has them. */
function arraysIn({ target }: RowLayout, { inputs, y, weights }: AssembledBatch): Float32Array[] {
  return [...inputs, ...(target ? [y] : []), ...(weights ? [weights] : [])];
}

const arrayKind = fc.record({
  timed: fc.boolean(),
  rest: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
});

const batches = fc
  .record({
    inputs: fc.array(arrayKind, { minLength: 1, maxLength: 3 }),
    target: fc.option(arrayKind),
    weight: fc.option(arrayKind),
    lengths: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 }),
    further: fc.nat(3),
    side: fc.constantFrom("pre" as const, "post" as const),
    value: fc.constantFrom(0, -1, 0.5),
    cut: fc.tuple(fc.nat(9), fc.nat(9)),
  })
  .map(({ inputs, target, weight, lengths, further, side, value, cut }) => {
    const longest = Math.max(...lengths);
    const array = (name: string, { timed, rest }: { timed: boolean; rest: number[] }): ArrayLayout => ({
      name,
      shape: timed ? [longest, ...rest] : rest,
      timed,
    });
    const layout: RowLayout = {
      inputs: inputs.map((kind, index) => array(`x${index}`, kind)),
      ...(target && { target: array("y", target) }),
      ...(weight && { weight: array("sampleWeight", weight) }),
      timeSteps: longest,
      padding: { side, value },
    };
    let next = 1;
    const rows = lengths.map((length) => ({
      length,
      values: Float32Array.from({ length: rowSize(layout, length) }, () => next++),
    }));
    const timeSteps = longest + further;
    const [begin = 0, end = 0] = cut.map((at) => Math.min(at, timeSteps)).sort((a, b) => a - b);
    return { layout, rows, timeSteps, begin, end };
  });

function naive(
  layout: RowLayout,
  rows: readonly PackedRow[],
  timeSteps: number,
  begin: number,
  end: number,
): Float32Array[] {
  return arraysOf(layout).map((array, place) => {
    const filling = place < layout.inputs.length ? layout.padding.value : 0;
    const values: number[] = [];
    for (const { length, values: packed } of rows) {
      const before = arraysOf(layout)
        .slice(0, place)
        .reduce((sum, earlier) => sum + arraySize(earlier, length), 0);
      if (!array.timed) {
        values.push(...packed.slice(before, before + arraySize(array, length)));
        continue;
      }
      const width = arraySize(array, 1);
      for (let step = begin; step < end; step++) {
        const own = layout.padding.side === "pre" ? step - (timeSteps - length) : step;
        for (let feature = 0; feature < width; feature++) {
          values.push(own >= 0 && own < length ? packed[before + own * width + feature]! : filling);
        }
      }
    }
    return Float32Array.from(values);
  });
}
