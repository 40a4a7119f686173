import type { RecurrentSpec, RnnCellSpec } from "@lockstep/job";
import type { Cell } from "./cell.js";
import { gruCell } from "./gru-cell.js";
import { lstmCell } from "./lstm-cell.js";
import { simpleRnnCell } from "./simple-rnn-cell.js";

/** A cell, by itself or as that of a layer. */
export type CellSpec = RecurrentSpec | RnnCellSpec;

/** A further cell is one more file and one more line here. */
export function cellOf(spec: CellSpec): Cell {
  switch (spec.type) {
    case "SimpleRNN":
    case "SimpleRNNCell":
      return simpleRnnCell(spec);
    case "LSTM":
    case "LSTMCell":
      return lstmCell(spec);
    case "GRU":
    case "GRUCell":
      return gruCell(spec);
  }
}
