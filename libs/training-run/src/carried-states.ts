import type { TreeNode } from "@lockstep/reduction";
import { sequencesOf, type BatchCut } from "./round.js";

/** States of the rows of a round, as results bring them range by range and as the next round's assignments take them. */
export class CarriedStates {
  #values: Float32Array;

  /** @param values of all rows, where they are known already */
  constructor(
    private readonly round: BatchCut,
    values: Float32Array = new Float32Array(),
  ) {
    this.#values = values;
  }

  /** (sequences of the round, state size). They do not change once all are there. */
  get values(): Float32Array {
    return this.#values;
  }

  /** @param values (sequences of the range, state size) */
  put(node: TreeNode, values: Float32Array): void {
    const { begin, rows } = this.#rowsOf(node);
    const stateSize = values.length / rows;
    if (this.#values.length === 0) this.#values = new Float32Array(this.round.sequences.length * stateSize);
    this.#values.set(values, begin * stateSize);
  }

  /** (sequences of the range, state size), a view. The range may be of a later round with as many rows. */
  of(node: TreeNode): Float32Array {
    const { begin, rows } = this.#rowsOf(node);
    const stateSize = this.#values.length / this.round.sequences.length;
    return this.#values.subarray(begin * stateSize, (begin + rows) * stateSize);
  }

  #rowsOf({ first, count }: TreeNode): { begin: number; rows: number } {
    return {
      begin: first * this.round.microBatchSize,
      rows: sequencesOf(this.round, first, count).length,
    };
  }
}
