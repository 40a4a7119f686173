import type { ActivationName } from "@lockstep/job";
import type { TensorOps } from "../../ops/tensor-ops.js";
import type { DropoutFactors } from "./dropout-factors.js";

/** Options that every cell has. */
export interface CellOptions {
  readonly units: number;
  readonly activation: ActivationName;
  readonly useBias: boolean;
  readonly dropout: number;
  readonly recurrentDropout: number;
}

/** A kind of cell: what of a recurrent layer differs from one kind to the next. `units` is that of the layer. */
export interface Cell {
  /** Column blocks of `units` in kernel and recurrent kernel: also the number of recurrent dropout masks. */
  readonly gates: number;
  /** State vectors (B, units); the first one is the output. */
  readonly states: number;
  /** Begins with a batch. */
  begin<T>(run: CellRun<T>): CellPass<T>;
}

/** What a cell works with while it goes through one batch. */
export interface CellRun<T> {
  readonly ops: TensorOps<T>;
  /** (units, gates * units). */
  readonly recurrentKernel: T;
  readonly bias: T | undefined;
  /** Recurrent dropout: a mask for each gate, or none. */
  readonly recurrentDropout: DropoutFactors<T>;
  /** The zero state that a layer without initial states starts from, (B, units). */
  readonly zero: T;
  /** Blocks of every time step in the order of computation, as one matrix in the order of the input. */
  readonly join: (blocks: readonly T[]) => T;
  /** The way back from {@link join}. */
  readonly cut: (matrix: T) => readonly T[];
}

/** A cell on its way through the time steps of a batch. */
export interface CellPass<T> {
  /** The vector that is added to the input's projection; undefined without a bias. */
  readonly inputBias: T | undefined;
  /**
   * One time step.
   * @param projected the input's part of the sums, x kernel + inputBias, (B, gates * units)
   * @param states before the step
   * @returns states after it
   */
  step(projected: T, states: readonly T[]): readonly T[];
  /** Called once, after the last step. */
  backward(): CellReturn<T>;
}

/** A cell on its way back. */
export interface CellReturn<T> {
  /**
   * One time step back, from the last to the first.
   * @param gradients d(loss)/d(states after the step); undefined for zero, but never the first
   * @param wanted whether gradients of the states before are of use
   * @returns d(loss)/d(states before the step), or nothing
   */
  step(index: number, gradients: readonly (T | undefined)[], wanted: boolean): readonly T[];
  /** Called once, after the first step. */
  finish(): CellGradients<T>;
}

export interface CellGradients<T> {
  /** d(loss)/d(projection) of all time steps in the input's order, (T * B, gates * units). */
  readonly projection: T;
  readonly recurrentKernel: T;
  /** Undefined without a bias. */
  readonly bias: T | undefined;
}
