import { describe, expect, it } from "vitest";
import { gradientFlowLayers, gradientFlowLength } from "./gradient-flow-layers.js";
import { planOf } from "./testing/plan.js";

describe("the gradient flow", () => {
  const cells = [
    { type: "GRUCell", units: 2 },
    { type: "SimpleRNNCell", units: 2 },
  ];
  const plan = planOf(
    [
      { type: "Bidirectional", layer: { type: "LSTM", units: 2, returnSequences: true } },
      { type: "TimeDistributed", layer: { type: "Dense", units: 3 } },
      { type: "RNN", cells },
      { type: "Dense", units: 1 },
    ],
    [6, 1],
  );

  it("has a layer for each direction and each cell", () => {
    expect(gradientFlowLayers(plan, 4)).toEqual([
      { layer: "bidirectional/forward_lstm", timeSteps: 4 },
      { layer: "bidirectional/backward_lstm", timeSteps: 4 },
      { layer: "rnn/gru_cell", timeSteps: 4 },
      { layer: "rnn/simple_rnn_cell", timeSteps: 4 },
    ]);
  });

  it("has a sum for each of their time steps", () => {
    expect(gradientFlowLength(plan)).toBe(24);
  });
});
