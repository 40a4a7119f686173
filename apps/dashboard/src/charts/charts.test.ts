import { expect, it } from "vitest";
import { axisLabels } from "./axis-format.js";
import { firstAtLeast, interpolate, nearest } from "./index-at.js";
import { logSplits } from "./log-splits.js";
import { yRange } from "./y-range.js";
import { panned, scaled, within } from "./zoom.js";

it("finds places in what goes up", () => {
  const xs = [1, 2, 4, 8];
  expect([0, 2, 3, 9].map((x) => firstAtLeast(xs, x))).toEqual([0, 1, 2, 4]);
  expect([0, 2.9, 3, 3.1, 100].map((x) => nearest(xs, x))).toEqual([0, 1, 1, 2, 3]);
  expect(nearest([], 1)).toBe(-1);
  expect([0, 3, 6, 9].map((x) => interpolate(xs, [10, 20, 40, 80], x))).toEqual([10, 30, 60, 80]);
});

const smooth = Array.from({ length: 200 }, (_, index) => 0.5 + 0.1 * Math.sin(index));

it("leaves a few values far from the others out of the range, and counts them", () => {
  const values = [...smooth];
  values[50] = 1000;
  values[90] = -3000;
  const clipped = yRange([values], 0, 200, { clip: true, log: false })!;
  expect(clipped.max).toBeLessThan(1);
  expect(clipped.min).toBeGreaterThanOrEqual(0);
  expect(clipped.cutOff).toBe(2);
  const whole = yRange([values], 0, 200, { clip: false, log: false })!;
  expect(whole.max).toBeGreaterThan(1000);
  expect(whole.min).toBeLessThan(-3000);
  expect(whole.cutOff).toBe(0);
});

it("cuts nothing off where that would gain little", () => {
  expect(yRange([smooth], 0, 200, { clip: true, log: false })!.cutOff).toBe(0);
  const falling = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(yRange([falling], 0, 100, { clip: true, log: false })!.cutOff).toBe(0);
});

it("looks at what is shown only, and at numbers only", () => {
  const values = [1000, 1, null, Number.NaN, 2, 1000];
  const range = yRange([values], 1, 5, { clip: true, log: false })!;
  expect(range.max).toBeLessThan(3);
  expect(yRange([[null, null]], 0, 2, { clip: true, log: false })).toBeUndefined();
});

it("makes a range of positive values for a logarithmic axis", () => {
  const range = yRange([[0.001, 0, -5, 10]], 0, 4, { clip: true, log: true })!;
  expect(range.min).toBeGreaterThan(0);
  expect(range.min).toBeLessThan(0.001);
  expect(range.max).toBeGreaterThan(10);
  expect(range.cutOff).toBe(0);
});

it("gives a range to values that are all the same", () => {
  const range = yRange([[2, 2, 2]], 0, 3, { clip: true, log: false })!;
  expect(range.min).toBeLessThan(2);
  expect(range.max).toBeGreaterThan(2);
});

it("zooms around a place that stays, within the whole", () => {
  expect(scaled([0, 100], [0, 100], 50, 0.5)).toEqual([25, 75]);
  expect(scaled([25, 75], [0, 100], 25, 0.5)).toEqual([25, 50]);
  expect(scaled([25, 75], [0, 100], 50, 4)).toBeUndefined();
  expect(scaled([0, 50], [0, 100], 0, 1.5)).toEqual([0, 75]);
});

it("moves a window to the end at most, without changing its length", () => {
  expect(panned([20, 40], [0, 100], 0.5)).toEqual([30, 50]);
  expect(panned([80, 95], [0, 100], 1)).toEqual([85, 100]);
  expect(panned([5, 25], [0, 100], -1)).toEqual([0, 20]);
});

it("has no window that is empty or beyond the whole", () => {
  expect(within([-10, 200], [0, 100])).toBeUndefined();
  expect(within([50, 50], [0, 100])).toBeUndefined();
  expect(within([90, 200], [0, 100])).toEqual([90, 100]);
});

it("labels an axis with as many digits as its steps have", () => {
  expect(axisLabels([0, 0.25, 0.5], 0.25)).toEqual(["0.00", "0.25", "0.50"]);
  expect(axisLabels([0, 0.1, 0.2], 0.1)).toEqual(["0.0", "0.1", "0.2"]);
  expect(axisLabels([0, 2500, 5000], 2500)).toEqual(["0", "2,500", "5,000"]);
  expect(axisLabels([0, 0.0001, 0.0002], 0.0001)).toEqual(["0", "1e−4", "2e−4"]);
});

it("labels powers of ten of a logarithmic axis, and more of them where there is room", () => {
  expect(logSplits(0.0005, 20, 5)).toEqual([0.001, 0.01, 0.1, 1, 10]);
  expect(logSplits(0.15, 2.5, 5)).toEqual([0.2, 0.5, 1, 2]);
  expect(logSplits(1e-12, 1, 4)).toHaveLength(5);
});
