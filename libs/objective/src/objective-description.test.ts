import { expect, it } from "vitest";
import { objectiveOf } from "./objective-of.js";
import { parsedChoice } from "./testing/parsed-choice.js";

it("says all that was chosen and found out of the model", () => {
  const choice = parsedChoice({
    loss: { type: "sparse_categorical_crossentropy", ignoreClass: -1 },
    metrics: ["accuracy"],
    weightedMetrics: [{ type: "sparse_top_k_categorical_accuracy", k: 2, name: "top" }],
  });
  const model = { outputShape: [3, 4], layers: [{ spec: { type: "Dense", activation: "softmax" } }] };
  expect(objectiveOf(choice, model).description).toEqual({
    loss: { type: "sparse_categorical_crossentropy", fromLogits: false, ignoreClass: -1 },
    metrics: [
      { name: "accuracy", spec: { type: "accuracy" }, isWeighted: false },
      {
        name: "top",
        spec: { type: "sparse_top_k_categorical_accuracy", k: 2, name: "top" },
        isWeighted: true,
      },
    ],
    meaning: "predictions",
    width: 4,
    isTimed: true,
  });
});

it("is plain data", () => {
  const model = { outputShape: [1], layers: [{ spec: { type: "Dense", activation: "sigmoid" } }] };
  const { description } = objectiveOf(parsedChoice({ loss: "bce", metrics: ["auc"] }), model);
  expect(JSON.parse(JSON.stringify(description))).toEqual(description);
  expect(description).toMatchObject({ meaning: "logits-of-sigmoid", width: 1, isTimed: false });
});
