import { coveringNodes } from "@lockstep/reduction";
import type { Audits } from "./audits.js";
import { Probes } from "./probes.js";
import type { RoundInProgress } from "./round-in-progress.js";
import { assign, roomOf, type Commands, type RunParts } from "./run-parts.js";
import { sharesOf } from "./shares.js";
import { divideWork, type Part } from "./work-division.js";

/** Gives pending micro-batches to workers. */
export class Dispatch {
  readonly #probes = new Probes();

  constructor(
    private readonly parts: RunParts,
    private readonly audits: Audits,
  ) {}

  /**
   * Gives out what is pending of the current round and, unless it must not, of the next one. What nobody has room for
   * stays pending.
   */
  *giveOut(time: number, ahead: boolean): Commands {
    const { current, next } = this.parts.rounds;
    if (current?.board.hasPending) yield* this.#assignPending(current, time);
    if (ahead && next?.board.hasPending) yield* this.#assignPending(next, time);
  }

  *#assignPending(progress: RoundInProgress, time: number): Commands {
    const { board, round } = progress;
    const isNew = board.isUntouched && board.doneCount === 0;
    const parts = divideWork(board.pending, board.total, sharesOf(this.parts, progress));
    const probe =
      isNew && round.purpose === "gradient" && this.#probes.next(this.parts, progress, parts, time);
    const cut = probe ? cutOut(parts, probe.microBatch, board.total) : parts;
    for (const { worker, node } of cut) {
      yield* assign(this.parts, progress, { worker, node, role: "primary" }, time);
    }
    // What all must compute goes first: there may be no room for more.
    for (const { node } of cut) yield* this.audits.appoint(progress, node, time);
    if (!probe || roomOf(this.parts, probe.member, progress) === 0) return;
    const node = { first: probe.microBatch, count: 1 };
    const { worker, probe: older } = probe.member;
    // One that it has not answered may never be.
    if (older?.start !== undefined)
      yield { type: "revoke", worker, round: older.round, node: older.holding.node };
    const holding = yield* assign(this.parts, progress, { worker, node, role: "speculative" }, time);
    probe.member.probe = { round, holding };
    probe.member.probedAt = time;
  }
}

/** Makes a micro-batch a range of its own, so that its result settles nothing else. */
function cutOut(parts: readonly Part[], microBatch: number, total: number): Part[] {
  return parts.flatMap((part) => {
    const { worker, node } = part;
    const end = node.first + node.count;
    if (microBatch < node.first || microBatch >= end || node.count === 1) return [part];
    const nodes = [
      ...coveringNodes(node.first, microBatch, total),
      { first: microBatch, count: 1 },
      ...coveringNodes(microBatch + 1, end, total),
    ];
    return nodes.map((one) => ({ worker, node: one }));
  });
}
