import { describe, expect, it } from "vitest";
import { jobWith, problemsWith } from "../testing/problems.js";
import { lossAliases, lossTypes } from "./loss.js";

describe("a loss by name", () => {
  const logits = { fromLogits: false };
  const options: Record<string, object> = {
    binary_crossentropy: { ...logits, labelSmoothing: 0 },
    categorical_crossentropy: { ...logits, labelSmoothing: 0 },
    sparse_categorical_crossentropy: logits,
    huber: { delta: 1 },
  };

  it.each(lossTypes)("has Keras's defaults: %s", (type) => {
    expect(jobWith({ loss: type }).loss).toEqual({ type, ...options[type] });
  });

  it.each(Object.entries(lossAliases))("may be short: %s", (short, type) => {
    expect(jobWith({ loss: short }).loss).toMatchObject({ type });
  });
});

describe("a loss", () => {
  it("keeps its options", () => {
    const loss = { type: "sparse_categorical_crossentropy", fromLogits: true, ignoreClass: -1 };
    expect(jobWith({ loss }).loss).toEqual(loss);
  });

  it("is refused with the reason where it is not built", () => {
    expect(problemsWith({ loss: "ctc" })).toEqual([
      "loss: ctc: not supported: alignments of targets to time steps are not built",
    ]);
  });

  it.each<[object, string]>([
    [
      { type: "huber", reduction: "sum" },
      "loss.reduction: not supported: losses are means over the valid entries (sum_over_batch_size)",
    ],
    [{ type: "binary_crossentropy", axis: 1 }, "loss.axis: not supported: classes are the last axis"],
    [{ type: "huber", delta: 0 }, "loss.delta: expected a number above 0, got 0"],
    [
      { type: "categorical_crossentropy", labelSmoothing: 1.5 },
      "loss.labelSmoothing: expected a number from 0 to 1, got 1.5",
    ],
  ])("refuses options by name: %j", (loss, problem) => {
    expect(problemsWith({ loss })).toEqual([problem]);
  });
});
