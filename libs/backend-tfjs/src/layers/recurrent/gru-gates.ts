import type { TensorOps } from "../../ops/tensor-ops.js";
import type { CellRun } from "./cell.js";
import { Gate } from "./gate.js";
import type { GruCellOptions } from "./gru-cell.js";

/** The gates of a GRU over time, and what mixes the state before with the candidate. */
export class GruGates<T> {
  readonly update: Gate<T>;
  readonly reset: Gate<T>;
  readonly candidate: Gate<T>;
  /** States before each step. */
  readonly before: T[] = [];

  constructor(
    { units, activation, recurrentActivation }: GruCellOptions,
    private readonly run: CellRun<T>,
  ) {
    this.update = new Gate(run.ops, recurrentActivation, units);
    this.reset = new Gate(run.ops, recurrentActivation, units);
    this.candidate = new Gate(run.ops, activation, units);
  }

  /** z h + (1 - z) candidate, as candidate + z (h - candidate). */
  mix(z: T, h: T, candidate: T): T {
    const { ops } = this.run;
    return ops.add(candidate, ops.multiply(z, ops.subtract(h, candidate)));
  }

  /** By time step, (B, units) each: what d(loss)/dh_t is multiplied by for the sums of z and of the candidate. */
  mixFactors(): { readonly update: readonly T[]; readonly candidate: readonly T[] } {
    const { ops, join, cut } = this.run;
    const z = join(this.update.outputs);
    const candidate = join(this.candidate.outputs);
    const difference = ops.subtract(join(this.before), candidate);
    return {
      update: cut(this.update.weigh(z, difference)),
      candidate: cut(this.candidate.weigh(candidate, oneMinus(z, ops))),
    };
  }
}

function oneMinus<T>(matrix: T, ops: TensorOps<T>): T {
  return ops.subtract(ops.upload(Float32Array.of(1), [1, 1]), matrix);
}
