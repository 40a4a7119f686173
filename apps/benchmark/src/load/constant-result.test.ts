import type { Assignment } from "@lockstep/protocol";
import { describe, expect, it } from "vitest";
import { notebookJob, notebookModel } from "../shapes/notebook.js";
import { constantResult, resultSizes } from "./constant-result.js";

const job = notebookJob({ steps: 1, epochs: 1, microBatchSize: 4 });
const { plan, objective } = notebookModel(job);
const begin = {
  type: "run-begin",
  runId: "r",
  jobJson: JSON.stringify(job),
  inputs: [{ name: "input", sizes: [10, 1] }],
  layoutsJson: "{}",
  heldSequencesBytes: 0,
  heartbeatIntervalMs: 100,
} as const;
const assignment = (purpose: Assignment["purpose"]): Assignment => ({
  ...{ type: "assignment", runId: "r", round: 3, purpose, parametersVersion: 3, first: 2, rows: [4, 4, 3] },
  ...{ part: "train", sequences: new Uint32Array(11), timeSteps: 10, states: new Float32Array() },
  gradientFlow: false,
  fresh: { places: new Uint32Array(), lengths: new Uint32Array(), values: new Float32Array() },
});

describe("a light worker's result", () => {
  it("is one that the run takes: of its model's sizes, with the weight of its sequences", () => {
    const result = constantResult(resultSizes(begin), assignment("gradient"));
    expect(result).toMatchObject({ runId: "r", round: 3, first: 2, count: 3 });
    expect(result.gradient).toHaveLength(plan.parameterCount);
    expect(result.statistics).toHaveLength(objective.statisticsLength);
    expect(objective.summarise(result.statistics)).toMatchObject({ loss: 0.5, accuracy: 0 });
  });

  it("has no gradient where only the loss is asked for", () => {
    expect(constantResult(resultSizes(begin), assignment("evaluate")).gradient).toHaveLength(0);
  });
});
