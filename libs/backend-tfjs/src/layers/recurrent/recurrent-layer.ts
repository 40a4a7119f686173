import type { TensorOps } from "../../ops/tensor-ops.js";
import type { ForwardPass, LayerCall } from "../layer-kernel.js";
import { cellOf, type CellSpec } from "./cell-of.js";
import type { Cell } from "./cell.js";
import { RecurrentPass } from "./recurrent-pass.js";

/** How a recurrent layer goes through a sequence, and what it gives. */
export interface SequenceOptions {
  readonly goBackwards: boolean;
  readonly returnSequences: boolean;
  readonly returnState: boolean;
  readonly zeroOutputForMask: boolean;
}

/** A layer of one cell: what its passes have in common. Parameters: kernel, recurrent kernel, bias if used. */
export interface RecurrentLayer<T> {
  readonly ops: TensorOps<T>;
  readonly cell: Cell;
  readonly spec: CellSpec;
  readonly options: SequenceOptions;
  readonly path: string;
  readonly ordinal: number;
}

/** Where a layer stands in the plan. */
export interface LayerPlace {
  readonly path: string;
  readonly ordinal: number;
}

export function recurrentLayer<T>(
  spec: CellSpec,
  options: SequenceOptions,
  { path, ordinal }: LayerPlace,
  ops: TensorOps<T>,
): RecurrentLayer<T> {
  return { ops, cell: cellOf(spec), spec, options, path, ordinal };
}

/** Forward through all time steps; the pass goes back through them. */
export function runRecurrent<T>(layer: RecurrentLayer<T>, call: LayerCall<T>): ForwardPass<T> {
  return new RecurrentPass(layer, call);
}
