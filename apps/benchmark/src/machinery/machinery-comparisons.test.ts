import { describe, expect, it } from "vitest";
import type { Outcome } from "../measure-in-turns.js";
import { Comparer } from "../report/comparer.js";
import { machineryComparisons } from "./machinery-comparisons.js";

function measured(minimum: number, median: number): Outcome {
  return { kind: "measured", minimum, median, repetitions: 3 };
}

describe("machineryComparisons", () => {
  it.each([
    ["notebook", 10, "met"],
    ["notebook", 9.9, "missed"],
    ["lstm", 50, "met"],
    ["lstm", 49, "missed"],
  ])("takes the machinery as a share of a step of %s that takes %d ms: %s", (model, stepMs, verdict) => {
    const outcomes = {
      [`machinery-${model}-default`]: measured(1, 3),
      [`machinery-${model}-bare`]: measured(0.5, 1),
      [`machinery-${model}-digest`]: measured(0.25, 0.5),
      [`machinery-${model}-step`]: measured(stepMs, 100),
    };
    const comparisons = machineryComparisons(new Comparer(new Map(Object.entries(outcomes))));
    const find = (id: string) => comparisons.find((one) => one.id === id);
    expect(find(`machinery-${model}-share`)).toMatchObject({
      unit: "%",
      values: { ofMinima: 50 / stepMs, ofMedians: 2 },
      verdict,
    });
    expect(find(`machinery-${model}-digest-share`)?.values).toEqual({
      ofMinima: 25 / stepMs,
      ofMedians: 0.5,
    });
    expect(find(`machinery-${model}-kept`)).not.toHaveProperty("values");
  });
});
