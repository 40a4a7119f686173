import { describe, expect, it } from "vitest";
import { spreadOf } from "./statistics.js";

describe("spreadOf", () => {
  it("gives minimum and median of an odd number of figures", () => {
    expect(spreadOf([3, 1, 10])).toEqual({ minimum: 1, median: 3, repetitions: 3 });
  });

  it("takes the mean of the two in the middle of an even number", () => {
    expect(spreadOf([4, 1, 2, 100])).toEqual({ minimum: 1, median: 3, repetitions: 4 });
  });

  it("orders numbers as numbers and leaves the list as it was", () => {
    const figures = [10, 9, 8];
    expect(spreadOf(figures)).toMatchObject({ minimum: 8, median: 9 });
    expect(figures).toEqual([10, 9, 8]);
  });

  it.each([[[]], [[1, NaN]], [[Infinity]]])("refuses %j", (figures: number[]) => {
    expect(() => spreadOf(figures)).toThrow(/^figures: expected/);
  });
});
