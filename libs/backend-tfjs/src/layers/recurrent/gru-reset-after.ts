import { tensorAt } from "../layer-kernel.js";
import type { CellPass, CellReturn, CellRun } from "./cell.js";
import { equalWidths, GatedProduct } from "./gated-product.js";
import type { GruCellOptions } from "./gru-cell.js";
import { GruGates } from "./gru-gates.js";

/**
 * z, r = gates of x_t W + b + h_(t-1) U + b'; candidate = activation(x_t W_h + b_h + r (h_(t-1) U_h + b'_h)). The bias is
 * (2, 3 units): b, then b'.
 */
export class ResetAfterPass<T> implements CellPass<T> {
  readonly inputBias: T | undefined;
  readonly #recurrentBias: T | undefined;
  readonly #widths: readonly number[];
  readonly #blocks: readonly number[];
  readonly #product: GatedProduct<T>;
  readonly #gates: GruGates<T>;
  /** h_(t-1) U_h + b'_h of each step. */
  readonly #inner: T[] = [];

  constructor(
    options: GruCellOptions,
    private readonly run: CellRun<T>,
  ) {
    const { ops, bias, recurrentKernel, recurrentDropout } = run;
    // The sum over the rows of one row is that row as a vector.
    const rows = bias === undefined ? [] : ops.splitRows(bias, 2);
    [this.inputBias, this.#recurrentBias] = rows.map((row) => ops.columnSums(row));
    this.#widths = equalWidths(3, options.units);
    this.#blocks = [2 * options.units, options.units];
    this.#product = new GatedProduct(ops, recurrentKernel, this.#widths, recurrentDropout);
    this.#gates = new GruGates(options, run);
  }

  step(projected: T, [h = this.run.zero]: readonly T[]): readonly T[] {
    const { ops } = this.run;
    const { update, reset, candidate, before } = this.#gates;
    before.push(h);
    const product = this.#product.ofStep(h);
    const recurrent = this.#recurrentBias === undefined ? product : ops.addBias(product, this.#recurrentBias);
    const [gatesOfInput, candidateOfInput] = pair(ops.splitColumns(projected, this.#blocks));
    const [gatesOfState, inner] = pair(ops.splitColumns(recurrent, this.#blocks));
    this.#inner.push(inner);
    const sums = ops.splitColumns(ops.add(gatesOfInput, gatesOfState), this.#widths.slice(1));
    const [zSum, rSum] = pair(sums);
    const z = update.open(zSum);
    const r = reset.open(rSum);
    return [this.#gates.mix(z, h, candidate.open(ops.add(candidateOfInput, ops.multiply(r, inner))))];
  }

  backward(): CellReturn<T> {
    const { ops, join, cut, bias } = this.run;
    const { update, reset, candidate, before } = this.#gates;
    const factors = this.#gates.mixFactors();
    const resetFactors = cut(reset.weigh(join(reset.outputs), join(this.#inner)));
    const recurrents: T[] = [];
    const candidates: T[] = [];
    return {
      step: (index, gradients, wanted) => {
        const dh = tensorAt(gradients, 0);
        const dUpdate = update.pass(index, ops.multiply(dh, tensorAt(factors.update, index)));
        const dCandidate = candidate.pass(index, ops.multiply(dh, tensorAt(factors.candidate, index)));
        const dReset = reset.pass(index, ops.multiply(dCandidate, tensorAt(resetFactors, index)));
        const dInner = ops.multiply(dCandidate, tensorAt(reset.outputs, index));
        const dRecurrent = ops.concatColumns([dUpdate, dReset, dInner]);
        recurrents[index] = dRecurrent;
        candidates[index] = dCandidate;
        if (!wanted) return [];
        const through = this.#product.inputGradientOfStep(dRecurrent);
        return [ops.add(ops.multiply(dh, tensorAt(update.outputs, index)), through)];
      },
      finish: () => {
        const recurrent = join(recurrents);
        const [gates] = pair(ops.splitColumns(recurrent, this.#blocks));
        const projection = ops.concatColumns([gates, join(candidates)]);
        return {
          projection,
          recurrentKernel: this.#product.weightGradient(join(before), recurrent),
          bias:
            bias === undefined
              ? undefined
              : ops.concatRows([ops.columnSums(projection), ops.columnSums(recurrent)]),
        };
      },
    };
  }
}

function pair<T>(parts: readonly T[]): readonly [T, T] {
  return [tensorAt(parts, 0), tensorAt(parts, 1)];
}
