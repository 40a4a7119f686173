import type { TensorOps } from "../../ops/tensor-ops.js";
import { tensorAt } from "../layer-kernel.js";
import type { DropoutFactors } from "./dropout-factors.js";

/**
 * x W with dropout on x: none, one mask, or a mask for each gate, a block of W's columns. Methods on one time step take
 * (B, n), those on all of them (T * B, n).
 */
export class GatedProduct<T> {
  readonly #blocks: readonly T[];

  /**
   * @param weight W, (n, sum of widths)
   * @param widths columns of each gate
   */
  constructor(
    private readonly ops: TensorOps<T>,
    private readonly weight: T,
    private readonly widths: readonly number[],
    private readonly dropout: DropoutFactors<T>,
  ) {
    this.#blocks = dropout.step.length > 1 ? ops.splitColumns(weight, widths) : [];
  }

  ofStep(x: T): T {
    return this.#product(x, this.dropout.step);
  }

  ofAll(x: T): T {
    return this.#product(x, this.dropout.all);
  }

  /** d(loss)/dx from d(loss)/d(x W). */
  inputGradientOfStep(gradient: T): T {
    return this.#inputGradient(gradient, this.dropout.step);
  }

  inputGradientOfAll(gradient: T): T {
    return this.#inputGradient(gradient, this.dropout.all);
  }

  /** d(loss)/dW over all time steps. */
  weightGradient(x: T, gradient: T): T {
    const masks = this.dropout.all;
    if (masks.length <= 1) return this.ops.matMulTransposedA(this.#masked(x, masks), gradient);
    const parts = this.ops.splitColumns(gradient, this.widths);
    return this.ops.concatColumns(
      masks.map((mask, gate) =>
        this.ops.matMulTransposedA(this.ops.multiply(x, mask), tensorAt(parts, gate)),
      ),
    );
  }

  #product(x: T, masks: readonly T[]): T {
    if (masks.length <= 1) return this.ops.matMul(this.#masked(x, masks), this.weight);
    return this.ops.concatColumns(
      masks.map((mask, gate) => this.ops.matMul(this.ops.multiply(x, mask), tensorAt(this.#blocks, gate))),
    );
  }

  #inputGradient(gradient: T, masks: readonly T[]): T {
    if (masks.length <= 1) return this.#masked(this.ops.matMulTransposedB(gradient, this.weight), masks);
    const parts = this.ops.splitColumns(gradient, this.widths);
    return masks
      .map((mask, gate) => {
        const part = this.ops.matMulTransposedB(tensorAt(parts, gate), tensorAt(this.#blocks, gate));
        return this.ops.multiply(part, mask);
      })
      .reduce((sum, part) => this.ops.add(sum, part));
  }

  #masked(x: T, masks: readonly T[]): T {
    const [mask] = masks;
    return mask === undefined ? x : this.ops.multiply(x, mask);
  }
}

/** `count` gates of `width` columns. */
export function equalWidths(count: number, width: number): readonly number[] {
  return Array.from({ length: count }, () => width);
}
