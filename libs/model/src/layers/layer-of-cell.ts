import type { RecurrentSpec, RnnCellSpec, RnnSpec } from "@lockstep/job";

/**
 * A cell of an RNN as a recurrent layer of its own, such that these layers one after the other compute what the RNN
 * does: only the first may read backwards, and all but the last give every time step.
 */
export function layerOfCell(rnn: RnnSpec, index: number): RecurrentSpec {
  const isLast = index === rnn.cells.length - 1;
  const { returnState, stateful, unroll, trainable } = rnn;
  const sequence = {
    trainable,
    returnState,
    stateful,
    unroll,
    returnSequences: isLast ? rnn.returnSequences : true,
    goBackwards: index === 0 && rnn.goBackwards,
    zeroOutputForMask: isLast && rnn.zeroOutputForMask,
  };
  return ofCell(rnn.cells[index], sequence);
}

type SequenceOptions = Pick<
  RecurrentSpec,
  | "trainable"
  | "returnState"
  | "stateful"
  | "unroll"
  | "returnSequences"
  | "goBackwards"
  | "zeroOutputForMask"
>;

function ofCell(cell: RnnCellSpec | undefined, sequence: SequenceOptions): RecurrentSpec {
  switch (cell?.type) {
    case "SimpleRNNCell":
      return { ...cell, ...sequence, type: "SimpleRNN" };
    case "LSTMCell":
      return { ...cell, ...sequence, type: "LSTM", useCudnn: "auto" };
    case "GRUCell":
      return { ...cell, ...sequence, type: "GRU", useCudnn: "auto" };
    case undefined:
      throw new RangeError("cells of an RNN: expected one more");
  }
}
