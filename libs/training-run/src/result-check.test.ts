import { parseLayers } from "@lockstep/job";
import { planModel } from "@lockstep/model";
import { Pace, wholly } from "@lockstep/numerics";
import { describe, expect, it } from "vitest";
import { lengthProblem, nonFiniteProblem } from "./result-check.js";
import type { Round } from "./round.js";
import type { ResultValues } from "./run-messages.js";
import { toyRun } from "./testing/toy-cluster.js";

const plan = planModel({ layers: parseLayers([{ type: "SimpleRNN", units: 1 }]) }, [4, 1]);
const run = { ...toyRun(), plan };
const node = { first: 0, count: 1 };
const round: Round = {
  number: 3,
  purpose: "gradient",
  part: "train",
  epoch: 0,
  batch: 3,
  batches: 9,
  sequences: Uint32Array.of(1, 2),
  microBatchSize: 2,
  parametersVersion: 3,
};

function values(statistics: readonly number[]): ResultValues {
  return {
    gradient: new Float32Array(plan.parameterCount),
    statistics: Float64Array.from(statistics),
    predictions: new Float32Array(),
    states: new Float32Array(),
  };
}

describe("a result whose gradient was to be followed through time", () => {
  const followed: Round = { ...round, gradientFlow: { timeSteps: 4 } };
  const sums = [1, 2, 2];

  it("has a sum for each time step behind the statistics", () => {
    expect(lengthProblem(followed, node, values([...sums, 0, 0, 0, 0]), run)).toBeUndefined();
    expect(lengthProblem(followed, node, values(sums), run)).toBe(
      "result.statistics: expected 7 elements, got 3",
    );
  });

  it("has none where nobody asked", () => {
    expect(lengthProblem(round, node, values([...sums, 0, 0, 0, 0]), run)).toBe(
      "result.statistics: expected 3 elements, got 7",
    );
  });

  it("ends no run by sums that are not finite, as training does not need them", () => {
    const problemOf = (statistics: readonly number[]) => {
      const result = { worker: "w", node, values: values(statistics) };
      return wholly(nonFiniteProblem(followed, result, run, new Pace()));
    };
    expect(problemOf([...sums, 0, Infinity, NaN, 0])).toBeUndefined();
    expect(problemOf([NaN, 2, 2, 0, 0, 0, 0])).toContain("the loss or a metric is not finite");
  });
});
