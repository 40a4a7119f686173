import { describe, expect, it } from "vitest";
import type { Outcome } from "../measure-in-turns.js";
import { Comparer } from "../report/comparer.js";
import { machineryComparisons } from "./machinery-comparisons.js";

function measured(minimum: number, median: number): Outcome {
  return { kind: "measured", minimum, median, repetitions: 3 };
}

describe("machineryComparisons", () => {
  it.each([
    ["notebook", 0.165, "met"],
    ["notebook", 0.175, "missed"],
    ["lstm", 0.675, "met"],
    ["lstm", 0.685, "missed"],
  ])("judges the machinery of %s by its %d ms a step: %s", (model, machineryMs, verdict) => {
    const outcomes = {
      [`machinery-${model}-default`]: measured(0.5 + machineryMs, 3),
      [`machinery-${model}-bare`]: measured(0.5, 1),
      [`machinery-${model}-digest`]: measured(0.25, 0.5),
      [`machinery-${model}-step`]: measured(10, 100),
    };
    const comparisons = machineryComparisons(new Comparer(new Map(Object.entries(outcomes))));
    const find = (id: string) => comparisons.find((one) => one.id === id);
    const over = find(`machinery-${model}-over-bare`);
    expect(over).toMatchObject({ unit: "ms", values: { ofMedians: 2 }, verdict });
    expect(over?.values?.ofMinima).toBeCloseTo(machineryMs);
    const share = find(`machinery-${model}-share`);
    expect(share).toMatchObject({ unit: "%", values: { ofMedians: 2 } });
    expect(share?.values?.ofMinima).toBeCloseTo(10 * machineryMs);
    expect(share).not.toHaveProperty("aim");
    expect(find(`machinery-${model}-digest-share`)?.values).toEqual({ ofMinima: 2.5, ofMedians: 0.5 });
    expect(find(`machinery-${model}-kept`)).not.toHaveProperty("values");
  });
});
