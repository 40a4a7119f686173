import { describe, expect, it } from "vitest";
import { stepsInBatch } from "./steps-in-batch.js";
import { planOf } from "./testing/plan.js";

describe("time steps in a batch", () => {
  const sequences = { type: "LSTM", units: 3, returnSequences: true };
  const plan = planOf(
    [
      sequences,
      { type: "Conv1D", filters: 2, kernelSize: 3, padding: "same" },
      { type: "MaxPooling1D", poolSize: 2, padding: "same" },
      sequences,
      { type: "LSTM", units: 2 },
      { type: "RepeatVector", n: 4 },
      { type: "LSTM", units: 2 },
    ],
    [9, 1],
  );

  it("are the plan's where a batch says nothing else", () => {
    expect(stepsInBatch(plan)).toEqual(plan.values.map(({ shape, timed }) => (timed ? shape[0] : 1)));
  });

  it("follow the batch's through windows, up to where a vector begins them anew", () => {
    expect(stepsInBatch(plan, 5)).toEqual([5, 5, 5, 3, 3, 1, 4, 1]);
  });

  it("say the same by the plan's own number", () => {
    expect(stepsInBatch(plan, 9)).toEqual(stepsInBatch(plan));
  });

  it("add up where sequences are put one after another", () => {
    const joined = planOf(
      [
        { ...sequences, name: "one", inputs: ["input"] },
        { ...sequences, name: "two", inputs: ["input"] },
        { type: "Concatenate", axis: 1, inputs: ["one", "two"] },
        { type: "LSTM", units: 2 },
      ],
      [6, 1],
    );
    expect(stepsInBatch(joined, 4)).toEqual([4, 4, 4, 8, 1]);
  });
});
