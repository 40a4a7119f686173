import { describe, expect, it } from "vitest";
import { colourAt } from "./colour-map.js";
import { cellAt, cellColours, countsOf, movedCell, timePlace, timeStepsOf } from "./heatmap-cells.js";

const flow = {
  layer: "l",
  timeSteps: 2,
  norms: [
    [1, 1e-4],
    [0, null as unknown as number],
  ],
  parameterNorms: [],
  gradientNorms: [],
  updateNorms: [],
};

describe("cells of the heatmap", () => {
  it("are found by the place of the pointer, the last ones at the very edge", () => {
    const counts = { rows: 10, columns: 4 };
    expect(cellAt(0.3, 0.99, counts)).toEqual({ row: 9, column: 1 });
    expect(cellAt(1, 1, counts)).toEqual({ row: 9, column: 3 });
    expect(cellAt(-0.1, 0, counts)).toEqual({ row: 0, column: 0 });
  });

  it("are walked through by keys, never beyond the ends", () => {
    const counts = { rows: 30, columns: 4 };
    const from = { row: 1, column: 3 };
    expect(movedCell(from, "ArrowRight", counts)).toEqual({ row: 1, column: 3 });
    expect(movedCell(from, "ArrowUp", counts)).toEqual({ row: 0, column: 3 });
    expect(movedCell(from, "PageDown", counts)).toEqual({ row: 4, column: 3 });
    expect(movedCell(from, "Home", counts)).toEqual({ row: 1, column: 0 });
    expect(movedCell(from, "a", counts)).toBeUndefined();
  });

  it("have colours by the scale, none for 0, and one of its own for what is no number", () => {
    const points = cellColours(flow, { bottom: -4, top: 0 });
    expect([...points.slice(0, 4)]).toEqual([...colourAt(1), 255]);
    expect([...points.slice(4, 8)]).toEqual([...colourAt(0), 255]);
    expect(points[11]).toBe(0);
    expect([...points.slice(12)]).toEqual([0xd1, 0x24, 0x2f, 255]);
  });

  it("are as many as the longest row has", () => {
    expect(countsOf(flow)).toEqual({ rows: 2, columns: 2 });
    expect(countsOf({ ...flow, norms: [] })).toEqual({ rows: 0, columns: 0 });
  });
});

describe("timeStepsOf", () => {
  it("counts from 1", () => {
    expect(timeStepsOf(0, 10, 10)).toEqual([1, 1]);
    expect(timeStepsOf(9, 10, 10)).toEqual([10, 10]);
  });

  it("has its place in the middle of its column", () => {
    expect(timePlace(1, 10, 10)).toBeCloseTo(0.05);
    expect(timePlace(257, 129, 257)).toBeCloseTo(128.5 / 129);
  });

  it("covers neighbours that were pooled, fewer in the last column", () => {
    expect(timeStepsOf(0, 129, 257)).toEqual([1, 2]);
    expect(timeStepsOf(128, 129, 257)).toEqual([257, 257]);
  });
});
