import type { LayerSpec } from "./layer.js";
import type { RecurrentSpec } from "./recurrent.js";
import type { RnnCellSpec } from "./rnn.js";

/** Number of states of a recurrent layer: 2 of an LSTM (h, c), else 1; summed over cells and directions. */
export function stateCount(layer: LayerSpec): number {
  switch (layer.type) {
    case "SimpleRNN":
    case "LSTM":
    case "GRU":
      return statesOfCell(layer);
    case "RNN":
      return layer.cells.reduce((sum, cell) => sum + statesOfCell(cell), 0);
    case "Bidirectional":
      return statesOfCell(layer.layer) + statesOfCell(layer.backwardLayer ?? layer.layer);
    default:
      return 0;
  }
}

/** Number of outputs of a layer: its output, the other one of a Bidirectional that does not merge, returned states. */
export function outputCount(layer: LayerSpec): number {
  const outputs = layer.type === "Bidirectional" && layer.mergeMode === "none" ? 2 : 1;
  return outputs + (returnsState(layer) ? stateCount(layer) : 0);
}

function returnsState(layer: LayerSpec): boolean {
  if (layer.type === "Bidirectional") return layer.layer.returnState;
  return "returnState" in layer && layer.returnState;
}

function statesOfCell({ type }: RecurrentSpec | RnnCellSpec): number {
  return type === "LSTM" || type === "LSTMCell" ? 2 : 1;
}
