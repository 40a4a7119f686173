import {
  deviation,
  listGoldenCases,
  lossOptions,
  metricOptions,
  readGoldenCase,
  tolerance,
  type GoldenCase,
} from "@lockstep/golden-cases";
import { sigmoid } from "@lockstep/numerics";
import { describe, expect, it } from "vitest";
import { objectiveOf } from "./objective-of.js";
import { softmax } from "./softmax.js";
import { parsedChoice } from "./testing/parsed-choice.js";

const names = listGoldenCases("loss");

/** Weights of a case: given ones, or those of the classes, whose absent ones weigh 1. */
function weightsOf(golden: GoldenCase, classes: number): Float32Array | undefined {
  if (golden.tensors.has("sampleWeight")) return golden.float32("sampleWeight");
  const { classWeight } = golden;
  if (classWeight === undefined) return undefined;
  const y = golden.float32("y");
  const width = y.length / golden.shape("y")[0]!;
  return Float32Array.from({ length: y.length / width }, (_, row) => {
    const isOneHot = width === classes && width > 1;
    const label = isOneHot ? y.subarray(row * width, (row + 1) * width).indexOf(1) : y[row]!;
    return classWeight[String(label)] ?? 1;
  });
}

/** Loss, gradient, statistics and predictions of a golden case. */
function compute(golden: GoldenCase) {
  const shape = golden.shape("logits");
  const rows = shape[0]!;
  const choice = parsedChoice({
    loss: lossOptions(golden.loss!),
    metrics: metricOptions(golden.metrics ?? []),
    weightedMetrics: metricOptions(golden.weightedMetrics ?? []),
  });
  const isActivated = golden.activation === "sigmoid" || golden.activation === "softmax";
  const activation = isActivated ? golden.activation : "linear";
  const objective = objectiveOf(choice, {
    outputShape: shape.slice(1),
    layers: [{ spec: { type: "Dense", activation } }],
  });
  const outputs = golden.float32("logits");
  const statistics = new Float64Array(objective.statisticsLength);
  const gradient = new Float32Array(outputs.length);
  const weights = weightsOf(golden, shape.at(-1)!);
  const batch = {
    rows,
    outputs,
    targets: golden.float32("y"),
    ...(weights && { weights }),
    ...(golden.tensors.has("mask") && { mask: golden.float32("mask") }),
  };
  objective.accumulate(batch, statistics, gradient);
  return { objective, gradient, statistics, summary: objective.summarise(statistics) };
}

describe.each(names)("%s", (name) => {
  const golden = readGoldenCase(name);
  const { objective, gradient, statistics, summary } = compute(golden);

  it("has Keras's loss", () => {
    expect(deviation([summary.loss!], golden.float64("loss64"))).toBeLessThanOrEqual(
      tolerance(golden, "loss"),
    );
    // Where float32's clipping matters, Keras's own float32 is what users see.
    expect(deviation([summary.loss!], golden.float32("loss"))).toBeLessThanOrEqual(2e-6);
  });

  it("has Keras's gradient", () => {
    const means = gradient.map((value) => value / statistics[1]!);
    expect(deviation(means, golden.float64("gradients64/logits"))).toBeLessThanOrEqual(
      tolerance(golden, "gradients"),
    );
  });

  it("has Keras's metrics, by its names and in its order", () => {
    const expected = golden.expected64?.metrics ?? {};
    expect(objective.metricNames).toEqual(Object.keys(expected));
    for (const metric of objective.metricNames) {
      expect(deviation([summary[metric]!], [expected[metric]!]), metric).toBeLessThanOrEqual(
        tolerance(golden, "metrics"),
      );
    }
  });

  it("works from logits exactly where Keras does", () => {
    expect(objective.fromLogits).toBe(golden.activation === "sigmoid" || golden.activation === "softmax");
  });
});

it("covers every kind of case", () => {
  expect(names).toEqual(
    expect.arrayContaining([
      "loss-bce-extreme-probabilities",
      "loss-bce-mask-weights",
      "loss-cce-smoothing",
      "loss-huber-half-mask",
      "loss-scce-class-weight",
    ]),
  );
});

describe("predictions", () => {
  it("are Keras's behind a sigmoid", () => {
    const golden = readGoldenCase("loss-bce-extreme-sigmoid");
    const predictions = golden.float32("logits").map(sigmoid);
    expect(deviation(predictions, golden.float64("output64"))).toBeLessThanOrEqual(
      tolerance(golden, "output"),
    );
  });

  it("are Keras's behind a softmax", () => {
    const golden = readGoldenCase("loss-cce-extreme-softmax");
    const logits = golden.float32("logits");
    const predictions = new Float32Array(logits.length);
    softmax(logits, golden.shape("logits").at(-1)!, predictions);
    expect(deviation(predictions, golden.float64("output64"))).toBeLessThanOrEqual(
      tolerance(golden, "output"),
    );
  });
});
