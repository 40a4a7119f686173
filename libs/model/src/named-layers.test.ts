import { describe, expect, it } from "vitest";
import { planOf } from "./testing/plan.js";
import type { LayerPlan } from "./model-plan.js";

const lstm = (options: object = {}) => ({ type: "LSTM", units: 2, ...options });
const sequences = (options: object = {}) => lstm({ returnSequences: true, ...options });

function pathsOf(layers: readonly object[]): string[] {
  const paths = ({ path, inner }: LayerPlan): string[] => [path, ...inner.flatMap(paths)];
  return planOf(layers, [4, 3]).layers.flatMap(paths);
}

/** Names as Keras 3.15 makes them in a fresh session. */
describe("nameLayers", () => {
  it("counts by type among layers without a name", () => {
    const dense = (options: object = {}) => ({ type: "Dense", units: 2, ...options });
    const rnn = { type: "SimpleRNN", units: 2, returnSequences: true };
    expect(pathsOf([rnn, rnn, dense({ name: "head" }), dense(), dense()])).toEqual([
      "simple_rnn",
      "simple_rnn_1",
      "head",
      "dense",
      "dense_1",
    ]);
  });

  it("counts a Bidirectional's layer once, and the next layer goes on", () => {
    expect(pathsOf([{ type: "Bidirectional", layer: sequences() }, sequences(), lstm()])).toEqual([
      "bidirectional",
      "bidirectional/forward_lstm",
      "bidirectional/backward_lstm",
      "lstm_1",
      "lstm_2",
    ]);
    const two = [
      { type: "Bidirectional", layer: sequences() },
      { type: "Bidirectional", layer: lstm() },
    ];
    expect(pathsOf(two).slice(3)).toEqual([
      "bidirectional_1",
      "bidirectional_1/forward_lstm_1",
      "bidirectional_1/backward_lstm_1",
    ]);
  });

  it("leaves a backward layer of its own its name", () => {
    const backwardLayer = lstm({ goBackwards: true });
    const inner = (layer: object) => pathsOf([layer]).slice(1);
    expect(inner({ type: "Bidirectional", layer: lstm({ name: "in" }), backwardLayer })).toEqual([
      "bidirectional/forward_in",
      "bidirectional/lstm",
    ]);
    expect(inner({ type: "Bidirectional", layer: lstm(), backwardLayer })).toEqual([
      "bidirectional/forward_lstm",
      "bidirectional/lstm_1",
    ]);
  });

  it("puts a Bidirectional's prefix once", () => {
    const layer = { type: "Bidirectional", name: "both", layer: lstm({ name: "forward_in" }) };
    expect(pathsOf([layer])).toEqual(["both", "both/forward_in", "both/backward_forward_in"]);
  });

  it("counts what TimeDistributed and RNN hold", () => {
    const layers = [
      { type: "TimeDistributed", layer: { type: "Dense", units: 2 } },
      { type: "Dense", units: 2 },
      { type: "RNN", cells: [{ type: "GRUCell", units: 2 }], returnSequences: true },
      { type: "RNN", cells: [{ type: "GRUCell", units: 2 }] },
    ];
    expect(pathsOf(layers)).toEqual([
      "time_distributed",
      "time_distributed/dense",
      "dense_1",
      "rnn",
      "rnn/gru_cell",
      "rnn_1",
      "rnn_1/gru_cell_1",
    ]);
  });
});
