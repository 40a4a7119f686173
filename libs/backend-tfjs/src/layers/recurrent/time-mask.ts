import type { TensorOps } from "../../ops/tensor-ops.js";

/**
 * Keras's mask on its way through a recurrent layer, in the order of computation. A masked step keeps the state; its
 * output is that of the step before (zero before the first step that counts), or zero.
 */
export class TimeMask<T> {
  /** What keeps the state at each step; undefined where every row counts. */
  readonly steps: readonly (T | undefined)[];
  readonly #rows: number;

  /** @param mask (T * B) in the order of computation, 1 = use */
  constructor(
    private readonly ops: TensorOps<T>,
    private readonly mask: Float32Array,
    private readonly units: number,
    timeSteps: number,
  ) {
    this.#rows = mask.length / timeSteps;
    this.steps = Array.from({ length: timeSteps }, (_, step) =>
      this.#condition(mask.subarray(step * this.#rows, (step + 1) * this.#rows)),
    );
  }

  /**
   * What zeroes the outputs of all steps, or of the last one; undefined where none is to be.
   * @param zeroMasked every masked step gives zero; else only those before the first that counts
   */
  outputs(zeroMasked: boolean, lastOnly: boolean): T | undefined {
    const kept = zeroMasked ? this.mask : this.#started();
    return this.#condition(lastOnly ? kept.subarray(kept.length - this.#rows) : kept);
  }

  /** 1 from the first step of a row that counts. */
  #started(): Float32Array {
    const started = this.mask.slice();
    for (let i = this.#rows; i < started.length; i++) {
      if (started[i - this.#rows] !== 0) started[i] = 1;
    }
    return started;
  }

  #condition(mask: Float32Array): T | undefined {
    if (mask.every((value) => value !== 0)) return undefined;
    const values = new Uint8Array(mask.length * this.units);
    mask.forEach((value, row) => {
      if (value !== 0) values.fill(1, row * this.units, (row + 1) * this.units);
    });
    return this.ops.uploadCondition(values, [mask.length, this.units]);
  }
}
