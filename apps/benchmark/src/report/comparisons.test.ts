import { describe, expect, it } from "vitest";
import type { Outcome } from "../measure-in-turns.js";
import { compare } from "./comparisons.js";

function measured(minimum: number, median: number): Outcome {
  return { kind: "measured", minimum, median, repetitions: 3 };
}

function comparison(id: string, outcomes: Readonly<Record<string, Outcome>>) {
  return compare(new Map(Object.entries(outcomes))).find((one) => one.id === id);
}

describe("compare", () => {
  it.each([
    [3.5, "met"],
    [4.5, "missed"],
  ])("subtracts the step in process from one of the cluster of %d ms: %s", (clusterMs, verdict) => {
    const outcomes = {
      "step-in-process-micro-batch-4": measured(3, 4),
      "step-cluster-1-micro-batch-4": measured(clusterMs, 8),
    };
    expect(comparison("overhead-micro-batch-4", outcomes)).toMatchObject({
      values: { ofMinima: clusterMs - 3, ofMedians: 4 },
      verdict,
    });
  });

  it.each([
    [8, 4, "met"],
    [7, 3.5, "missed"],
  ])("divides tfjs-layers' %d ms by the gradient's", (layersMs, ratio, verdict) => {
    const outcomes = { "gradient-wasm": measured(2, 4), "layers-train-on-batch": measured(layersMs, 8) };
    expect(comparison("layers-wasm", outcomes)).toMatchObject({
      values: { ofMinima: ratio, ofMedians: 2 },
      verdict,
    });
  });

  it("takes the best of Keras", () => {
    const outcomes = {
      "keras-fit-plain": measured(6, 6),
      "keras-step-jit": measured(2, 3),
      "keras-fit-jit": { kind: "unavailable", reason: "no compiler" } as const,
      "step-in-process-micro-batch-32": measured(4, 6),
    };
    expect(comparison("keras", outcomes)?.values).toEqual({ ofMinima: 0.5, ofMedians: 0.5 });
  });

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
    expect(comparison(`machinery-${model}-share`, outcomes)).toMatchObject({
      unit: "%",
      values: { ofMinima: 50 / stepMs, ofMedians: 2 },
      verdict,
    });
    expect(comparison(`machinery-${model}-digest-share`, outcomes)?.values).toEqual({
      ofMinima: 25 / stepMs,
      ofMedians: 0.5,
    });
    expect(comparison(`machinery-${model}-kept`, outcomes)).not.toHaveProperty("values");
  });

  it("gives no figure and no verdict where one side was not measured", () => {
    const outcomes = {
      "gradient-tensorflow": { kind: "unavailable", reason: "no libtensorflow" } as const,
      "layers-train-on-batch": measured(7, 8),
    };
    const found = comparison("layers-tensorflow", outcomes);
    expect(found).toBeDefined();
    expect(found).not.toHaveProperty("values");
    expect(found).not.toHaveProperty("verdict");
  });
});
