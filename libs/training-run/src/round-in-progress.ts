import type { Pace, Sliced } from "@lockstep/numerics";
import { ReductionTree, type Sums, type TreeNode } from "@lockstep/reduction";
import { AssignmentBoard, type Holding } from "./assignment-board.js";
import { CarriedStates } from "./carried-states.js";
import { microBatchCount, type Round } from "./round.js";
import type { RunDefinition } from "./run-definition.js";
import type { ResultValues } from "./run-messages.js";

/** A round with what has come of it: who computes what, and the sums (or predictions) and states so far. */
export class RoundInProgress {
  readonly board: AssignmentBoard;
  readonly #tree: ReductionTree;
  readonly #predictions = new Map<number, Float32Array>();
  readonly #statesAfter: CarriedStates | undefined;

  /**
   * @param statesBefore of each sequence of the round; undefined: zeros, or none
   * @param spent told of each gradient that was added to another one
   */
  constructor(
    readonly round: Round,
    readonly statesBefore: CarriedStates | undefined,
    spent: RunDefinition["spent"],
  ) {
    this.board = new AssignmentBoard(microBatchCount(round));
    this.#tree = new ReductionTree(this.board.total, spent);
    if (round.startsFrom) this.#statesAfter = new CarriedStates(round);
  }

  /** Counts a result that is the first of its range. Gives whose ranges are settled by it. */
  *accept(holding: Holding, values: ResultValues, pace: Pace): Sliced<Holding[]> {
    const { node } = holding;
    const settled = this.board.accept(holding);
    this.#statesAfter?.put(node, values.states);
    const { gradient, statistics } = values;
    if (this.round.purpose === "predict") this.#predictions.set(node.first, values.predictions);
    else yield* this.#tree.addInSlices(node, { gradient, statistics }, pace);
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

  /** States that a range starts from, (its sequences, plan.stateSize); undefined: zeros, or none. */
  statesBeforeOf(node: TreeNode): Float32Array | undefined {
    return this.statesBefore?.of(node);
  }

  /** Row by row what a next round may start from; complete when the round is. */
  get statesAfter(): CarriedStates | undefined {
    return this.#statesAfter;
  }
}
