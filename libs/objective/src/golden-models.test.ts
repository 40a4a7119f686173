import {
  deviation,
  listGoldenCases,
  lossOptions,
  metricOptions,
  readGoldenCase,
  tolerance,
} from "@lockstep/golden-cases";
import { describe, expect, it } from "vitest";
import { objectiveOf } from "./objective-of.js";
import { parsedChoice } from "./testing/parsed-choice.js";

/** Models whose first layer masks the token 0. */
const masksTokens = (layers: readonly { readonly config: Readonly<Record<string, unknown>> }[]) =>
  layers[0]?.config.mask_zero === true;

describe.each(listGoldenCases("model"))("%s", (name) => {
  const golden = readGoldenCase(name);

  it("has Keras's metrics and loss, from the model's outputs", () => {
    const shape = golden.shape("output64");
    const choice = parsedChoice({
      loss: lossOptions(golden.loss!),
      metrics: metricOptions(golden.metrics ?? []),
      weightedMetrics: metricOptions(golden.weightedMetrics ?? []),
    });
    const objective = objectiveOf(choice, { outputShape: shape.slice(1), layers: [] });
    const statistics = new Float64Array(objective.statisticsLength);
    const isMasked = masksTokens(golden.layers!) && shape.length > 2;
    objective.accumulate(
      {
        rows: shape[0]!,
        outputs: Float32Array.from(golden.float64("output64")),
        targets: golden.float32("y"),
        ...(golden.tensors.has("sampleWeight") && { weights: golden.float32("sampleWeight") }),
        ...(isMasked && { mask: golden.float32("x").map((token) => (token === 0 ? 0 : 1)) }),
      },
      statistics,
    );
    const summary = objective.summarise(statistics);
    const { loss, ...expected } = golden.expected64!.metrics!;
    expect(objective.metricNames.toSorted()).toEqual(Object.keys(expected).toSorted());
    for (const [metric, want] of Object.entries(expected)) {
      expect(deviation([summary[metric]!], [want]), metric).toBeLessThanOrEqual(tolerance(golden, "metrics"));
    }
    // Regularisers are not the objective's.
    if (!name.includes("regularised")) {
      expect(deviation([summary.loss!], [loss!])).toBeLessThanOrEqual(tolerance(golden, "loss"));
    }
  });
});
