import type { ActivationName } from "@lockstep/job";
import { tensorAt } from "../layer-kernel.js";
import type { Cell, CellOptions, CellPass, CellReturn, CellRun } from "./cell.js";
import { Gate } from "./gate.js";
import { equalWidths, GatedProduct } from "./gated-product.js";

export interface LstmCellOptions extends CellOptions {
  readonly recurrentActivation: ActivationName;
}

/**
 * i, f, g, o = activations of the column blocks of x_t W + h_(t-1) U + b; c_t = f c_(t-1) + i g; h_t = o activation(c_t)
 * (Hochreiter and Schmidhuber, 1997, with the forget gate of Gers et al., 2000).
 */
export function lstmCell(options: LstmCellOptions): Cell {
  return {
    gates: 4,
    states: 2,
    begin: <T>(run: CellRun<T>) => new LstmPass(options, run),
  };
}

class LstmPass<T> implements CellPass<T> {
  readonly inputBias: T | undefined;
  readonly #widths: readonly number[];
  readonly #product: GatedProduct<T>;
  readonly #gates: readonly Gate<T>[];
  readonly #outside: Gate<T>;
  readonly #hBefore: T[] = [];
  readonly #cBefore: T[] = [];

  constructor(
    { units, activation, recurrentActivation }: LstmCellOptions,
    private readonly run: CellRun<T>,
  ) {
    const { ops, recurrentKernel, recurrentDropout, bias } = run;
    this.inputBias = bias;
    this.#widths = equalWidths(4, units);
    this.#product = new GatedProduct(ops, recurrentKernel, this.#widths, recurrentDropout);
    const activations = [recurrentActivation, recurrentActivation, activation, recurrentActivation];
    this.#gates = activations.map((name) => new Gate(ops, name, units));
    this.#outside = new Gate(ops, activation, units);
  }

  step(projected: T, [h = this.run.zero, c = this.run.zero]: readonly T[]): readonly T[] {
    const { ops, zero } = this.run;
    this.#hBefore.push(h);
    this.#cBefore.push(c);
    const sums = h === zero ? projected : ops.add(projected, this.#product.ofStep(h));
    const parts = ops.splitColumns(sums, this.#widths);
    const opened = this.#gates.map((gate, k) => gate.open(tensorAt(parts, k)));
    const [i, f, g, o] = [0, 1, 2, 3].map((k) => tensorAt(opened, k)) as [T, T, T, T];
    const added = ops.multiply(i, g);
    const cell = c === zero ? added : ops.add(ops.multiply(f, c), added);
    return [ops.multiply(o, this.#outside.open(cell)), cell];
  }

  /**
   * With dc_t = d(loss)/dc_t, all told: dc_t = dc from later + dh_t q_t, and the gradients of the four sums are
   * [dc, dc, dc, dh] p_t. Factors p and q need no gradient, so they are made for all time steps at once.
   */
  backward(): CellReturn<T> {
    const { run } = this;
    const { ops } = run;
    const factors = this.#factors();
    const forget = this.#gates[1]?.outputs ?? [];
    const sums: T[] = [];
    return {
      step: (index, [dh, dcLater], wanted) => {
        const dOutput = tensorAt([dh], 0);
        const dOutside = ops.multiply(dOutput, tensorAt(factors.outside, index));
        const dFromOutput = this.#outside.pass(index, dOutside);
        const dCell = dcLater === undefined ? dFromOutput : ops.add(dcLater, dFromOutput);
        const repeated = ops.concatColumns([dCell, dCell, dCell, dOutput]);
        const dSums = this.#throughGates(index, ops.multiply(repeated, tensorAt(factors.gates, index)));
        sums[index] = dSums;
        if (!wanted) return [];
        return [this.#product.inputGradientOfStep(dSums), ops.multiply(dCell, tensorAt(forget, index))];
      },
      finish: () => {
        const projection = run.join(sums);
        return {
          projection,
          recurrentKernel: this.#product.weightGradient(run.join(this.#hBefore), projection),
          bias: run.bias === undefined ? undefined : ops.columnSums(projection),
        };
      },
    };
  }

  /** By time step: p = [g i', c_(t-1) f', i g', activation(c_t) o'], (B, 4 units), and q = o activation'(c_t). */
  #factors(): { readonly gates: readonly T[]; readonly outside: readonly T[] } {
    const { ops, join, cut } = this.run;
    const opened = this.#gates.map((gate) => join(gate.outputs));
    const [i, f, g, o] = [0, 1, 2, 3].map((k) => tensorAt(opened, k)) as [T, T, T, T];
    const outside = join(this.#outside.outputs);
    const partners = [g, join(this.#cBefore), i, outside];
    const weighed = this.#gates.map((gate, k) =>
      gate.weigh(tensorAt([i, f, g, o], k), tensorAt(partners, k)),
    );
    return { gates: cut(ops.concatColumns(weighed)), outside: cut(this.#outside.weigh(outside, o)) };
  }

  /** Puts in the derivatives of activations that the factors lack. */
  #throughGates(index: number, gradient: T): T {
    if (this.#gates.every((gate) => gate.isWeighed)) return gradient;
    const { ops } = this.run;
    const parts = ops.splitColumns(gradient, this.#widths);
    return ops.concatColumns(this.#gates.map((gate, k) => gate.pass(index, tensorAt(parts, k))));
  }
}
