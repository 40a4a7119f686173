import { tensorAt } from "../layer-kernel.js";
import type { CellPass, CellReturn, CellRun } from "./cell.js";
import { GatedProduct } from "./gated-product.js";
import type { GruCellOptions } from "./gru-cell.js";
import { GruGates } from "./gru-gates.js";

/** z, r = gates of x_t W + b + h_(t-1) U; candidate = activation(x_t W_h + b_h + (r h_(t-1)) U_h) (Cho et al., 2014). */
export class ResetBeforePass<T> implements CellPass<T> {
  readonly inputBias: T | undefined;
  readonly #widths: readonly number[];
  readonly #blocks: readonly number[];
  readonly #gatesProduct: GatedProduct<T>;
  readonly #candidateProduct: GatedProduct<T>;
  readonly #gates: GruGates<T>;
  /** r h_(t-1) of each step. */
  readonly #kept: T[] = [];

  constructor(
    options: GruCellOptions,
    private readonly run: CellRun<T>,
  ) {
    const { ops, bias, recurrentKernel } = run;
    const { step, all } = run.recurrentDropout;
    this.inputBias = bias;
    this.#widths = [options.units, options.units];
    this.#blocks = [2 * options.units, options.units];
    const [ofGates, ofCandidate] = pair(ops.splitColumns(recurrentKernel, this.#blocks));
    const gatesDropout = { step: step.slice(0, 2), all: all.slice(0, 2) };
    const candidateDropout = { step: step.slice(2), all: all.slice(2) };
    this.#gatesProduct = new GatedProduct(ops, ofGates, this.#widths, gatesDropout);
    this.#candidateProduct = new GatedProduct(ops, ofCandidate, [options.units], candidateDropout);
    this.#gates = new GruGates(options, run);
  }

  step(projected: T, [h = this.run.zero]: readonly T[]): readonly T[] {
    const { ops } = this.run;
    const { update, reset, candidate, before } = this.#gates;
    before.push(h);
    const [gatesOfInput, candidateOfInput] = pair(ops.splitColumns(projected, this.#blocks));
    const sums = ops.splitColumns(ops.add(gatesOfInput, this.#gatesProduct.ofStep(h)), this.#widths);
    const [zSum, rSum] = pair(sums);
    const z = update.open(zSum);
    const kept = ops.multiply(reset.open(rSum), h);
    this.#kept.push(kept);
    const candidateSum = ops.add(candidateOfInput, this.#candidateProduct.ofStep(kept));
    return [this.#gates.mix(z, h, candidate.open(candidateSum))];
  }

  backward(): CellReturn<T> {
    const { ops, join, cut, bias } = this.run;
    const { update, reset, candidate, before } = this.#gates;
    const factors = this.#gates.mixFactors();
    const states = join(before);
    const resetFactors = cut(reset.weigh(join(reset.outputs), states));
    const gates: T[] = [];
    const candidates: T[] = [];
    return {
      step: (index, gradients, wanted) => {
        const dh = tensorAt(gradients, 0);
        const dUpdate = update.pass(index, ops.multiply(dh, tensorAt(factors.update, index)));
        const dCandidate = candidate.pass(index, ops.multiply(dh, tensorAt(factors.candidate, index)));
        const dKept = this.#candidateProduct.inputGradientOfStep(dCandidate);
        const dReset = reset.pass(index, ops.multiply(dKept, tensorAt(resetFactors, index)));
        const dGates = ops.concatColumns([dUpdate, dReset]);
        gates[index] = dGates;
        candidates[index] = dCandidate;
        if (!wanted) return [];
        const direct = ops.multiply(dh, tensorAt(update.outputs, index));
        const throughKept = ops.multiply(dKept, tensorAt(reset.outputs, index));
        return [ops.add(ops.add(direct, throughKept), this.#gatesProduct.inputGradientOfStep(dGates))];
      },
      finish: () => {
        const ofGates = join(gates);
        const ofCandidate = join(candidates);
        const projection = ops.concatColumns([ofGates, ofCandidate]);
        return {
          projection,
          recurrentKernel: ops.concatColumns([
            this.#gatesProduct.weightGradient(states, ofGates),
            this.#candidateProduct.weightGradient(join(this.#kept), ofCandidate),
          ]),
          bias: bias === undefined ? undefined : ops.columnSums(projection),
        };
      },
    };
  }
}

function pair<T>(parts: readonly T[]): readonly [T, T] {
  return [tensorAt(parts, 0), tensorAt(parts, 1)];
}
