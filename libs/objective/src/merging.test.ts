import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { objectiveOf } from "./objective-of.js";
import type { Objective, OutputBatch } from "./objective.js";
import { parsedChoice } from "./testing/parsed-choice.js";

const width = 3;

/** Every metric that can be measured beside the loss. */
const choices = [
  {
    loss: "binary_crossentropy",
    metrics: [
      ...["accuracy", "binary_accuracy", "categorical_accuracy", "precision", "recall", "auc"],
      ...["cosine_similarity", "hinge", "squared_hinge", "categorical_hinge", "r2_score"],
      ...["binary_crossentropy", "categorical_crossentropy"],
      ...["true_positives", "false_positives", "true_negatives"],
    ],
  },
  {
    loss: "poisson",
    metrics: [
      ...["mse", "mae", "mape", "msle", "root_mean_squared_error", "log_cosh", "poisson", "kl_divergence"],
    ],
  },
  {
    loss: "sparse_categorical_crossentropy",
    metrics: [
      "accuracy",
      { type: "sparse_top_k_categorical_accuracy", k: 2 },
      "sparse_categorical_accuracy",
      "sparse_categorical_crossentropy",
    ],
  },
  {
    loss: "categorical_crossentropy",
    metrics: [
      { type: "top_k_categorical_accuracy", k: 2 },
      { type: "auc", curve: "PR" },
      { type: "auc", name: "minoring", summationMethod: "minoring", numThresholds: 7 },
      { type: "f1_score", average: "macro" },
      { type: "f1_score", name: "micro", average: "micro", threshold: 0.4 },
      { type: "f1_score", name: "by_class", average: "weighted" },
      "false_negatives",
    ],
  },
];

interface Row {
  readonly outputs: readonly number[];
  readonly targets: readonly number[];
  readonly weight: number;
  readonly mask: number;
}

const rowOf = (targetWidth: number): fc.Arbitrary<Row> =>
  fc.record({
    outputs: fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), {
      minLength: width,
      maxLength: width,
    }),
    targets: fc.array(fc.constantFrom(0, 1), { minLength: targetWidth, maxLength: targetWidth }),
    weight: fc.constantFrom(0, 0.5, 1, 3),
    mask: fc.constantFrom(0, 1, 1),
  });

const batchOf = (rows: readonly Row[]): OutputBatch => ({
  rows: rows.length,
  outputs: Float32Array.from(rows.flatMap(({ outputs }) => outputs)),
  targets: Float32Array.from(rows.flatMap(({ targets }) => targets)),
  weights: Float32Array.from(rows, ({ weight }) => weight),
  mask: Float32Array.from(rows, ({ mask }) => mask),
});

function sumsOf(objective: Objective, rows: readonly Row[]): Float64Array {
  const statistics = new Float64Array(objective.statisticsLength);
  if (rows.length > 0) objective.accumulate(batchOf(rows), statistics);
  return statistics;
}

function expectNear(value: number, want: number, what: string): void {
  expect(Math.abs(value - want), what).toBeLessThan(1e-9 * Math.max(1, Math.abs(want)));
}

describe("sums of any cut of a batch", () => {
  it.each(choices)("are those of the whole: $loss", ({ loss, metrics }) => {
    const objective = objectiveOf(parsedChoice({ loss, metrics, weightedMetrics: metrics }), {
      outputShape: [width],
      layers: [],
    });
    const property = fc.property(
      fc.array(rowOf(objective.targetWidth), { minLength: 2, maxLength: 16 }),
      fc.array(fc.nat(16), { maxLength: 4 }),
      (rows, cuts) => {
        const edges = [0, ...cuts.map((cut) => cut % rows.length).toSorted((a, b) => a - b), rows.length];
        const merged = new Float64Array(objective.statisticsLength);
        edges.slice(1).forEach((end, i) => {
          sumsOf(objective, rows.slice(edges[i], end)).forEach((value, slot) => (merged[slot]! += value));
        });
        const whole = sumsOf(objective, rows);
        merged.forEach((value, slot) => expectNear(value, whole[slot]!, `place ${slot}`));
        const [ofParts, ofWhole] = [objective.summarise(merged), objective.summarise(whole)];
        expect(Object.keys(ofWhole)).toEqual(["loss", ...objective.metricNames]);
        for (const [name, value] of Object.entries(ofWhole)) {
          // Where all targets are equal, R2 divides rounding errors.
          if (name.endsWith("r2_score")) continue;
          expectNear(ofParts[name]!, value, name);
        }
      },
    );
    fc.assert(property, { numRuns: 60 });
  });

  it("are the same bits for the same cut, whatever the objective measured before", () => {
    const choice = parsedChoice({ loss: "categorical_crossentropy", metrics: ["accuracy", "auc"] });
    const model = { outputShape: [width], layers: [{ spec: { type: "Dense", activation: "softmax" } }] };
    const used = objectiveOf(choice, model);
    fc.assert(
      fc.property(fc.array(rowOf(width), { minLength: 1, maxLength: 9 }), (rows) => {
        expect(sumsOf(used, rows)).toEqual(sumsOf(objectiveOf(choice, model), rows));
      }),
    );
  });
});
