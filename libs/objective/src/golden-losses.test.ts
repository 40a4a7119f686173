import {
  deviation,
  listGoldenCases,
  readGoldenCase,
  tolerance,
  type GoldenCase,
} from "@lockstep/golden-cases";
import type { LossSpec, MetricName } from "@lockstep/job";
import { describe, expect, it } from "vitest";
import { objectiveOf } from "./objective-of.js";
import { sigmoid } from "./sigmoid.js";

const known: readonly string[] = ["accuracy", "binary_accuracy"];
const names = listGoldenCases("loss").filter((name) => name.startsWith("loss-bce-"));

/** Loss, gradient, statistics and predictions of a golden case. */
function compute(golden: GoldenCase) {
  const shape = golden.shape("logits");
  const rows = shape[0] ?? 0;
  const activation = golden.activation === "sigmoid" ? "sigmoid" : "linear";
  const loss: LossSpec = {
    type: "binary_crossentropy",
    fromLogits: golden.loss?.config.from_logits === true,
  };
  const metrics = (golden.metrics ?? []).filter((name): name is MetricName => known.includes(name));
  const model = { outputShape: shape.slice(1), layers: [{ spec: { type: "Dense", activation } }] };
  const objective = objectiveOf({ loss, metrics }, model);
  const outputs = golden.float32("logits");
  const statistics = new Float64Array(objective.statisticsLength);
  const gradient = new Float32Array(outputs.length);
  objective.accumulate(rows, outputs, golden.float32("y"), statistics, gradient);
  return { objective, rows, gradient, summary: objective.summarise(statistics) };
}

describe.each(names)("%s", (name) => {
  const golden = readGoldenCase(name);
  const { objective, rows, gradient, summary } = compute(golden);

  it("has Keras's loss", () => {
    expect(deviation([summary.loss ?? NaN], golden.float64("loss64"))).toBeLessThanOrEqual(
      tolerance(golden, "loss"),
    );
    // Where float32's clipping matters, Keras's own float32 is what users see.
    expect(deviation([summary.loss ?? NaN], golden.float32("loss"))).toBeLessThanOrEqual(2e-6);
  });

  it("has Keras's gradient", () => {
    const means = gradient.map((value) => value / rows);
    expect(deviation(means, golden.float64("gradients64/logits"))).toBeLessThanOrEqual(
      tolerance(golden, "gradients"),
    );
  });

  it("has Keras's metrics", () => {
    for (const metric of objective.metricNames) {
      expect(summary[metric], metric).toBeCloseTo(golden.expected64?.metrics?.[metric] ?? NaN, 12);
    }
  });

  it("works from logits exactly where Keras does", () => {
    expect(objective.fromLogits).toBe(golden.activation === "sigmoid");
  });
});

it("covers the cases with metrics, logits and extreme values", () => {
  expect(names).toEqual(
    expect.arrayContaining([
      "loss-bce-sigmoid",
      "loss-bce-logits",
      "loss-bce-extreme-probabilities",
      "loss-bce-sigmoid-many",
    ]),
  );
});

it("has Keras's predictions behind a sigmoid", () => {
  const golden = readGoldenCase("loss-bce-extreme-sigmoid");
  const predictions = golden.float32("logits").map(sigmoid);
  expect(deviation(predictions, golden.float64("output64"))).toBeLessThanOrEqual(tolerance(golden, "output"));
});
