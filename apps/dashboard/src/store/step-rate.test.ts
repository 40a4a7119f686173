import { expect, it } from "vitest";
import { StepRate } from "./step-rate.js";

const at = (step: number, time: number) =>
  ({ step, time, durationMs: 100 }) as Parameters<StepRate["add"]>[0];

it("knows nothing before the first step, and then what that one took", () => {
  const rate = new StepRate();
  expect(rate.perSecond).toBeUndefined();
  rate.add(at(1, 5000));
  expect(rate.perSecond).toBe(10);
});

it("forgets what is older than a minute", () => {
  const rate = new StepRate();
  for (let count = 1; count <= 100; count += 1) rate.add(at(count, count * 10_000));
  for (let count = 1; count <= 200; count += 1) rate.add(at(100 + count, 1_000_000 + count * 1000));
  expect(rate.perSecond).toBeCloseTo(1, 1);
});

it("begins anew after the run stood still", () => {
  const rate = new StepRate();
  rate.add(at(1, 0));
  rate.add(at(2, 1000));
  rate.reset();
  expect(rate.perSecond).toBeUndefined();
});
