import { describe, expect, it } from "vitest";
import type { Outcome } from "../measure-in-turns.js";
import { Comparer } from "../report/comparer.js";
import { clusterComparisons } from "./cluster-comparisons.js";

function measured(minimum: number): Outcome {
  return { kind: "measured", minimum, median: 2 * minimum, repetitions: 3 };
}

function comparison(id: string, outcomes: Readonly<Record<string, Outcome>>) {
  return clusterComparisons(new Comparer(new Map(Object.entries(outcomes)))).find((one) => one.id === id);
}

describe("clusterComparisons", () => {
  it.each([
    [3.5, "met"],
    [4.5, "missed"],
  ])("subtracts the step in process from one of the cluster of %d ms: %s", (clusterMs, verdict) => {
    const outcomes = {
      "step-in-process-micro-batch-4": measured(3),
      "step-cluster-1-micro-batch-4": measured(clusterMs),
    };
    expect(comparison("overhead-micro-batch-4", outcomes)).toMatchObject({
      values: { ofMinima: clusterMs - 3 },
      verdict,
    });
  });

  it("asks two workers for less time than the best of Keras, and tells of fit apart", () => {
    const outcomes = {
      "step-cluster-2-micro-batch-4": measured(0.5),
      "cluster/keras-fit-plain": measured(2),
      "cluster/keras-fit-jit": measured(1),
      "cluster/keras-step-jit": measured(0.4),
    };
    expect(comparison("cluster-against-keras", outcomes)).toMatchObject({
      values: { ofMinima: 0.8 },
      verdict: "missed",
    });
    expect(comparison("cluster-against-keras-fit", outcomes)).toMatchObject({
      values: { ofMinima: 2 },
      verdict: "met",
    });
  });

  it("takes the gain of a second worker", () => {
    const outcomes = {
      "step-cluster-1-micro-batch-32": measured(3),
      "step-cluster-2-micro-batch-32": measured(2),
    };
    const gain = comparison("second-worker-micro-batch-32", outcomes);
    expect(gain?.values?.ofMinima).toBe(1.5);
    expect(gain).not.toHaveProperty("verdict");
  });
});
