import { describe, expect, it } from "vitest";
import { quantile, spreadOf } from "./statistics.js";

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

describe("quantile", () => {
  it("gives the smallest value that the share of all is at most", () => {
    const figures = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect([0.5, 0.99, 1, 0.001].map((share) => quantile(figures, share))).toEqual([50, 99, 100, 1]);
    expect(quantile([7], 0.5)).toBe(7);
  });

  it("refuses no figures", () => {
    expect(() => quantile([], 0.5)).toThrow("figures: expected at least one, got none");
  });
});
