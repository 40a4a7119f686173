import { ReductionTree, type Sums, type TreeNode } from "@lockstep/reduction";
import { AssignmentBoard } from "./assignment-board.js";
import { microBatchCount, type Round } from "./round.js";
import type { ResultValues } from "./run-messages.js";

/** A round with what has come of it: who computes what, and the sums (or predictions) so far. */
export class RoundInProgress {
  readonly board: AssignmentBoard;
  readonly #tree: ReductionTree;
  readonly #predictions = new Map<number, Float32Array>();

  constructor(readonly round: Round) {
    this.board = new AssignmentBoard(microBatchCount(round));
    this.#tree = new ReductionTree(this.board.total);
  }

  /** Counts a result that is the first of its range. Gives whose ranges are settled by it. */
  accept(worker: string, node: TreeNode, values: ResultValues): { worker: string; node: TreeNode }[] {
    const settled = this.board.accept(worker, node);
    if (this.round.purpose === "predict") this.#predictions.set(node.first, values.predictions);
    else this.#tree.add(node, { gradient: values.gradient, statistics: values.statistics });
    return settled;
  }

  /** The sums over all micro-batches. @throws Error while one is missing */
  get sums(): Sums {
    const root = this.#tree.root;
    if (!root) throw new Error(`round ${this.round.number} is not complete`);
    return root;
  }

  /** Predictions in the order of the round's sequences, piece by piece. */
  get predictions(): Float32Array[] {
    return [...this.#predictions].sort(([a], [b]) => a - b).map(([, values]) => values);
  }
}
