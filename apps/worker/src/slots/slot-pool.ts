import { Pace, wholly } from "@lockstep/numerics";
import { TensorMemory, type NonFinite } from "@lockstep/protocol";
import {
  coveringNodes,
  joinVectors,
  ReductionTree,
  spanOf,
  type Sums,
  type TreeNode,
} from "@lockstep/reduction";
import type { BackendChoice } from "../backend-choice.js";
import { openSlots, type OpenedSlots, type SlotOptions } from "./open-slots.js";
import type { Slot, TaskOutcome } from "./slot.js";
import { rangePart, type RangeTask } from "./range-task.js";
import type { BackendDescription, SlotModel, SlotResult } from "./slot-messages.js";

/** Takes gradients that nobody looks at any more: their memory is used again. */
export type SpentGradients = Pick<TensorMemory, "give">;

/** Handle of a range under way. */
export interface RangeInProgress {
  /** Its result is not wanted any more. */
  cancel(): void;
}

interface Piece {
  readonly task: RangeTask;
  readonly parameters: Float32Array | undefined;
  readonly done: (outcome: TaskOutcome) => void;
  cancelled: boolean;
  /** Where it is computed. */
  at?: { readonly slot: Slot; readonly id: number };
}

/** A worker's slots. A range is cut into nodes of the canonical tree, computed side by side, and added up. */
export class SlotPool {
  readonly backend: BackendDescription;
  readonly #slots: readonly Slot[];
  readonly #dispose: () => void;
  readonly #pace: Pace;
  readonly #queue: Piece[] = [];
  /** What a slot has put together beside its task. */
  readonly #prepared = new Map<Slot, Piece>();
  /** Those that are at what nobody wants any more. */
  readonly #givenUp = new Set<Slot>();
  #parameters: Float32Array | undefined;
  /** Of the run. */
  #gradients: TensorMemory | undefined;
  #lastId = 0;

  constructor({ slots, backend, dispose, arithmetic }: OpenedSlots) {
    this.#slots = slots;
    this.backend = backend;
    this.#dispose = dispose;
    this.#pace = new Pace(Infinity, arithmetic);
  }

  /** @throws where there is no such backend, or none at all */
  static async open(count: number, choice: BackendChoice, options: SlotOptions = {}): Promise<SlotPool> {
    return new SlotPool(await openSlots(count, choice, options));
  }

  /** Rejects when a slot cannot compute any more, by itself; never resolves. */
  get broken(): Promise<never> {
    return Promise.race(this.#slots.map((slot) => slot.broken));
  }

  /** For how long the slot that is longest at one piece has computed it; 0: all are idle. */
  get longestBusyMs(): number {
    return Math.max(...this.#slots.map(({ busyMs }) => busyMs));
  }

  /** A run may begin. */
  expectRun(): void {
    for (const slot of this.#slots) slot.expectRun?.();
  }

  /** @returns what takes gradients of the run's ranges that nobody looks at any more; undefined: there is no use for them */
  begin(model: SlotModel): SpentGradients | undefined {
    this.#parameters = undefined;
    this.#gradients = this.#slots.every(({ takesMemory }) => takesMemory) ? new TensorMemory() : undefined;
    for (const slot of this.#slots) slot.begin(model, this.#gradients);
    return this.#gradients;
  }

  /** The run has ended: no memory is kept for it. */
  end(): void {
    this.#gradients = undefined;
    for (const slot of this.#slots) slot.end?.();
  }

  /** For all ranges that are asked for from now on. They must not change afterwards. */
  setParameters(values: Float32Array): void {
    this.#parameters = values;
  }

  /** Computes a range; `done` is called once, unless it is cancelled. */
  compute(range: RangeTask, done: (outcome: TaskOutcome) => void): RangeInProgress {
    const nodes = this.#cut(range.rows.length);
    const sum = new RangeSum(range, { spent: this.#gradients, pace: this.#pace }, (outcome) => {
      // After a failure the other pieces are of no use.
      if (!outcome.ok) drop();
      done(outcome);
    });
    const pieces = nodes.map((node): Piece => ({
      task: rangePart(range, node),
      parameters: this.#parameters,
      done: (outcome) => sum.add(node, outcome),
      cancelled: false,
    }));
    const drop = (): void => {
      for (const piece of pieces) this.#drop(piece);
    };
    this.#queue.push(...pieces);
    this.#fill();
    return {
      cancel() {
        sum.cancel();
        drop();
      },
    };
  }

  async close(): Promise<void> {
    await Promise.all(this.#slots.map((slot) => slot.close()));
    this.#dispose();
  }

  /** As many nodes of one size as there are slots, where there are enough micro-batches. */
  #cut(count: number): TreeNode[] {
    const size = Math.max(1, spanOf(count) / spanOf(this.#slots.length));
    const starts = Array.from({ length: Math.ceil(count / size) }, (_, index) => index * size);
    return starts.flatMap((first) => coveringNodes(first, Math.min(first + size, count), count));
  }

  #fill(): void {
    this.#begin();
    this.#prepare();
  }

  /** Gives the slots that are idle a piece each. */
  #begin(): void {
    for (const slot of this.#slots) {
      if (!slot.idle) continue;
      const piece = this.#pieceFor(slot);
      if (!piece) return;
      this.#lastId = (this.#lastId + 1) | 0;
      piece.at = { slot, id: this.#lastId };
      slot.compute(this.#lastId, piece.task, piece.parameters, (outcome) => {
        delete piece.at;
        this.#givenUp.delete(slot);
        this.#conclude(piece, outcome);
      });
    }
  }

  #conclude(piece: Piece, outcome: TaskOutcome): void {
    try {
      // The slot goes on at once, while this thread adds up; after a failure, pieces are dropped that it must not begin.
      if (outcome.ok) this.#begin();
    } finally {
      piece.done(outcome);
    }
    this.#fill();
  }

  /** A piece that has not begun never does; one that is computed ends at its next micro-batch. */
  #drop(piece: Piece): void {
    piece.cancelled = true;
    for (const [slot, prepared] of this.#prepared) if (prepared === piece) this.#prepared.delete(slot);
    if (!piece.at) return;
    const { slot, id } = piece.at;
    slot.abandon(id);
    // It may be long until the slot has time for what it has prepared.
    const next = this.#prepared.get(slot);
    if (next) this.#queue.unshift(next);
    this.#prepared.delete(slot);
    this.#givenUp.add(slot);
  }

  /** Has the slots that compute put together what comes next. */
  #prepare(): void {
    for (const slot of this.#slots) {
      if (slot.idle || !slot.prepare || this.#prepared.has(slot) || this.#givenUp.has(slot)) continue;
      const piece = this.#nextPiece();
      if (!piece) return;
      this.#prepared.set(slot, piece);
      slot.prepare(piece.task);
    }
  }

  /** What the slot has prepared, what comes next, or else what another slot has no time for yet. */
  #pieceFor(slot: Slot): Piece | undefined {
    return this.#takePrepared(slot) ?? this.#nextPiece() ?? this.#takePrepared(...this.#prepared.keys());
  }

  #takePrepared(...slots: readonly Slot[]): Piece | undefined {
    for (const slot of slots) {
      const piece = this.#prepared.get(slot);
      this.#prepared.delete(slot);
      if (piece) return piece;
    }
    return undefined;
  }

  #nextPiece(): Piece | undefined {
    for (let piece = this.#queue.shift(); piece; piece = this.#queue.shift())
      if (!piece.cancelled) return piece;
    return undefined;
  }
}

/** How pieces are added up. */
interface SummingMeans {
  readonly spent: SpentGradients | undefined;
  readonly pace: Pace;
}

/** Puts a range together from its pieces. */
class RangeSum {
  readonly #tree: ReductionTree;
  readonly #pieces = new Map<number, Omit<SlotResult, keyof Sums>>();
  #missing: number;
  #over = false;

  constructor(
    private readonly range: RangeTask,
    private readonly means: SummingMeans,
    private readonly done: (outcome: TaskOutcome) => void,
  ) {
    this.#missing = range.rows.length;
    this.#tree = new ReductionTree(range.rows.length, (gradient) => means.spent?.give(gradient));
  }

  cancel(): void {
    this.#over = true;
  }

  add(node: TreeNode, outcome: TaskOutcome): void {
    if (this.#over) return this.#drop(outcome);
    if (!outcome.ok) return this.#end(outcome);
    const { gradient, statistics, ...rest } = outcome.result;
    if (this.range.purpose !== "predict")
      wholly(this.#tree.addInSlices(node, { gradient, statistics }, this.means.pace));
    this.#pieces.set(node.first, rest);
    this.#missing -= node.count;
    if (this.#missing === 0) this.#end({ ok: true, result: this.#result() });
  }

  /** Nobody wants it any more. */
  #drop(outcome: TaskOutcome): void {
    if (outcome.ok) this.means.spent?.give(outcome.result.gradient);
  }

  #end(outcome: TaskOutcome): void {
    this.#over = true;
    this.done(outcome);
  }

  #result(): SlotResult {
    const { gradient, statistics } = this.#tree.root ?? {
      gradient: new Float32Array(),
      statistics: new Float64Array(),
    };
    // In the order of the rows, whichever slot was first.
    const pieces = [...this.#pieces].sort(([a], [b]) => a - b);
    const bad = pieces.find(([, { nonFinite }]) => nonFinite);
    return {
      gradient,
      statistics,
      predictions: joinVectors(pieces.map(([, { predictions }]) => predictions)),
      states: joinVectors(pieces.map(([, { states }]) => states)),
      ...(bad?.[1].nonFinite ? { nonFinite: within(bad[0], bad[1].nonFinite) } : {}),
    };
  }
}

/** A place that counts from a piece's first micro-batch, counted from the range's. */
function within(first: number, nonFinite: NonFinite): NonFinite {
  return { ...nonFinite, microBatch: first + nonFinite.microBatch };
}
