import type { TensorOps } from "../../ops/tensor-ops.js";
import { tensorAt } from "../layer-kernel.js";
import type { DropoutFactors } from "./dropout-factors.js";

/**
 * x W with dropout on x: none, one mask, or a mask for each gate, a block of W's columns. Methods on one time step take
 * (B, n), those on all of them (T * B, n).
 */
export class GatedProduct<T> {
  /** W where there is no mask for each gate; else its column blocks. */
  readonly #blocks: readonly T[];
  /** Their transposes: engines multiply by a matrix sooner than by its transpose, and this one comes at every step. */
  #transposes: readonly T[] | undefined;

  /**
   * @param weight W, (n, sum of widths)
   * @param widths columns of each gate
   */
  constructor(
    private readonly ops: TensorOps<T>,
    weight: T,
    private readonly widths: readonly number[],
    private readonly dropout: DropoutFactors<T>,
  ) {
    this.#blocks = dropout.step.length > 1 ? ops.splitColumns(weight, widths) : [weight];
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
    const { ops } = this;
    const gradients = this.#parts(gradient).map((part, gate) =>
      ops.matMulTransposedA(this.#masked(x, this.dropout.all[gate]), part),
    );
    return ops.concatColumns(gradients);
  }

  #product(x: T, masks: readonly T[]): T {
    const { ops } = this;
    const products = this.#blocks.map((block, gate) => ops.matMul(this.#masked(x, masks[gate]), block));
    return ops.concatColumns(products);
  }

  #inputGradient(gradient: T, masks: readonly T[]): T {
    const { ops } = this;
    this.#transposes ??= this.#blocks.map((block) => ops.transpose(block));
    const parts = this.#parts(gradient);
    return this.#transposes
      .map((block, gate) => this.#masked(ops.matMul(tensorAt(parts, gate), block), masks[gate]))
      .reduce((sum, part) => ops.add(sum, part));
  }

  /** A column block for each block of W. */
  #parts(gradient: T): readonly T[] {
    return this.#blocks.length > 1 ? this.ops.splitColumns(gradient, this.widths) : [gradient];
  }

  #masked(x: T, mask: T | undefined): T {
    return mask === undefined ? x : this.ops.multiply(x, mask);
  }
}

/** `count` gates of `width` columns. */
export function equalWidths(count: number, width: number): readonly number[] {
  return Array.from({ length: count }, () => width);
}
