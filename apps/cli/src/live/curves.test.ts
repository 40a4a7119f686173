import { describe, expect, it } from "vitest";
import { betterValue, directionOfMeasure } from "./better-value.js";
import { Curve } from "./curve.js";
import { sparkline } from "./sparkline.js";
import { StepRate } from "./step-rate.js";

describe("sparkline", () => {
  it("goes from the least to the greatest", () => {
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8, true)).toBe("▁▂▃▄▅▆▇█");
    expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7], 8, false)).toBe("_.-=+*#@");
  });

  it("has a column for each point, or the mean of several", () => {
    expect(sparkline([1, 2], 10, true)).toBe("▁█");
    expect(sparkline([0, 0, 7, 7, 0, 0], 3, true)).toBe("▁█▁");
    const many = Array.from({ length: 1000 }, (_, index) => index);
    expect(sparkline(many, 17, true)).toHaveLength(17);
  });

  it("is flat where nothing changes, and empty where nothing is", () => {
    expect(sparkline([3, 3, 3], 5, true)).toBe("▁▁▁");
    expect(sparkline([], 5, true)).toBe("");
  });

  it("leaves a gap where there is no number", () => {
    expect(sparkline([0, NaN, 7, Infinity], 8, true)).toBe("▁ █ ");
  });

  it("is not flattened by few outliers", () => {
    const points = [1000, ...Array.from({ length: 40 }, (_, index) => index % 2)];
    expect(sparkline(points, 41, true)).toBe(`█${"▁█".repeat(20)}`);
  });
});

describe("Curve", () => {
  it("keeps all of few values", () => {
    const curve = new Curve();
    for (const value of [3, 1, 2]) curve.add(value);
    expect(curve.points).toEqual([3, 1, 2]);
  });

  it("keeps a million values as means of neighbours, in bounded memory", () => {
    const curve = new Curve();
    for (let value = 0; value < 1_000_000; value++) curve.add(value);
    const { points } = curve;
    expect(points.length).toBeGreaterThanOrEqual(500);
    expect(points.length).toBeLessThanOrEqual(1024);
    // 1024 neighbours each.
    expect(points[0]).toBe(511.5);
    expect(points[1]).toBe(1024 + 511.5);
  });
});

describe("StepRate", () => {
  it("says how many steps come a second, and nothing while that is a guess", () => {
    const rate = new StepRate();
    rate.take(1, 0);
    rate.take(2, 50);
    expect(rate.stepsPerSecond).toBeUndefined();
    for (let step = 3; step <= 21; step++) rate.take(step, 50 * (step - 1));
    expect(rate.stepsPerSecond).toBeCloseTo(20);
  });

  it("goes by the newest twenty seconds", () => {
    const rate = new StepRate();
    for (let step = 1; step <= 100; step++) rate.take(step, 1000 * step);
    for (let step = 101; step <= 500; step++) rate.take(step, 100_000 + 100 * (step - 100));
    expect(rate.stepsPerSecond).toBeCloseTo(10, 0);
  });

  it("starts anew where the clock or the steps go back", () => {
    const rate = new StepRate();
    for (let step = 1; step <= 10; step++) rate.take(step, 1000 * step);
    rate.take(5, 20_000);
    expect(rate.stepsPerSecond).toBeUndefined();
  });
});

describe("the best value", () => {
  it.each([
    ["loss", "min"],
    ["val_loss", "min"],
    ["accuracy", "max"],
    ["val_acc", "max"],
    ["mae", "min"],
    ["mean_squared_error", "min"],
    ["auc", "max"],
    ["whatever", undefined],
    ["constructor", undefined],
  ])("of %s is the %s", (name, direction) => {
    expect(directionOfMeasure(name)).toBe(direction);
  });

  it("stays until there is a better one", () => {
    const first = { epoch: 1, value: 0.5 };
    expect(betterValue("loss", undefined, first)).toBe(first);
    expect(betterValue("loss", first, { epoch: 2, value: 0.5 })).toBe(first);
    expect(betterValue("loss", first, { epoch: 2, value: NaN })).toBe(first);
    expect(betterValue("loss", first, { epoch: 3, value: 0.4 })?.epoch).toBe(3);
    expect(betterValue("accuracy", first, { epoch: 3, value: 0.6 })?.epoch).toBe(3);
    expect(betterValue("whatever", undefined, first)).toBeUndefined();
  });
});
