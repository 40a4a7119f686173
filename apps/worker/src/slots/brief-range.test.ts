import { parseJobValue } from "@lockstep/job";
import { planJob } from "@lockstep/model";
import { objectiveOf } from "@lockstep/objective";
import { expect, it } from "vitest";
import { briefRanges } from "./brief-range.js";

const jobOf = (layers: object[], change: object) =>
  parseJobValue({
    data: { train: { random: { sequences: 1, timeSteps: 10, features: 1, labels: "binary" } } },
    model: { layers: [...layers, { type: "Dense", units: 1 }] },
    loss: "mean_squared_error",
    ...change,
  });

function briefWith(layers: object[], inputSizes: readonly number[], change = {}) {
  const job = jobOf(layers, change);
  const plan = planJob(job, [inputSizes]);
  return briefRanges(plan, objectiveOf(job, plan));
}

it("takes a small recurrent layer's batch for brief, and neither a large one's nor a large batch", () => {
  const small = briefWith([{ type: "SimpleRNN", units: 10 }], [10, 1]);
  expect(small(32, 10)).toBe(true);
  expect(small(3200, 10)).toBe(false);
  expect(small(32, 1000)).toBe(false);
  expect(briefWith([{ type: "LSTM", units: 128 }], [10, 1])(32, 10)).toBe(false);
});

it("counts the time steps that a layer adds", () => {
  const repeated = (n: number) =>
    briefWith(
      [
        { type: "RepeatVector", n },
        { type: "SimpleRNN", units: 10 },
      ],
      [3],
    );
  expect(repeated(5)(32, 1)).toBe(true);
  expect(repeated(5000)(32, 1)).toBe(false);
});

it("counts activations and metrics that take long", () => {
  const activated = (activation: string) =>
    briefWith([{ type: "SimpleRNN", units: 10, activation }], [10, 1])(32, 10);
  expect(activated("relu")).toBe(true);
  expect(activated("mish")).toBe(false);
  const metric = (thresholds: number) =>
    briefWith([{ type: "SimpleRNN", units: 10 }], [10, 1], {
      metrics: [{ type: "auc", numThresholds: thresholds }],
    })(32, 10);
  expect(metric(5)).toBe(true);
  expect(metric(2000)).toBe(false);
});
