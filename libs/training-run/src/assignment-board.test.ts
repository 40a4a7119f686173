import { coveringNodes } from "@lockstep/reduction";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AssignmentBoard } from "./assignment-board.js";

const node = (first: number, count: number) => ({ first, count });

describe("AssignmentBoard", () => {
  it("counts a range once, and says what a second result of it is", () => {
    const board = new AssignmentBoard(2);
    const holding = board.give("a", node(0, 2), "primary", 0);
    expect(board.standing("a", node(0, 2))).toBe("first");
    expect(board.accept(holding)).toEqual([]);
    expect(board.standing("a", node(0, 2))).toBe("duplicate");
    expect(() => board.accept(holding)).toThrow("does not count");
    expect(board.complete).toBe(true);
  });

  it("knows a range that the worker was never given, whatever its numbers", () => {
    const board = new AssignmentBoard(4);
    board.give("a", node(1, 1), "primary", 0);
    expect(board.standing("b", node(1, 1))).toBe("unsolicited");
    for (const other of [node(0, 1), node(0, 6), node(1, 2), node(-1, 11), node(NaN, 1)])
      expect(board.standing("a", other)).toBe("unsolicited");
  });

  it("makes what a lost worker held pending again", () => {
    const board = new AssignmentBoard(4);
    board.give("a", node(0, 2), "primary", 0);
    board.give("a", node(2, 1), "primary", 0);
    expect(board.pending).toEqual([3]);
    expect([board.isHeld("a"), board.loadOf("a")]).toEqual([true, 3]);
    expect(board.release("a").map((lost) => lost.node)).toEqual([node(0, 2), node(2, 1)]);
    expect(board.pending).toEqual([0, 1, 2, 3]);
    expect(board.isHeld()).toBe(false);
  });

  it("takes a late result and settles those who were given parts of it", () => {
    const board = new AssignmentBoard(4);
    const late = board.give("a", node(0, 4), "primary", 0);
    board.release("a");
    const [b, c] = [board.give("b", node(0, 2), "primary", 1), board.give("c", node(2, 2), "primary", 1)];
    expect(board.accept(late)).toEqual([b, c]);
    expect(board.complete).toBe(true);
    expect(board.standing("b", node(0, 2))).toBe("duplicate");
  });

  it("takes a late result of a part of what somebody holds now, and makes the rest pending", () => {
    const board = new AssignmentBoard(4);
    const late = board.give("a", node(0, 2), "primary", 0);
    board.release("a");
    const whole = board.give("b", node(0, 4), "primary", 1);
    expect(board.accept(late)).toEqual([whole]);
    expect(board.pending).toEqual([2, 3]);
    expect(board.standing("b", node(0, 4))).toBe("duplicate");
  });

  it("keeps what a settled worker held beside, where somebody else has it", () => {
    const board = new AssignmentBoard(4);
    const straggler = board.give("a", node(0, 4), "primary", 0);
    const half = board.give("b", node(0, 2), "speculative", 5);
    board.give("c", node(2, 2), "speculative", 5);
    expect(board.accept(half)).toEqual([straggler]);
    expect(board.hasPending).toBe(false);
    expect(board.isHeld("c")).toBe(true);
  });

  it("drops a late result where a part was counted already", () => {
    const board = new AssignmentBoard(4);
    board.give("a", node(0, 4), "primary", 0);
    board.release("a");
    board.accept(board.give("b", node(0, 2), "primary", 0));
    expect(board.standing("a", node(0, 4))).toBe("duplicate");
    expect(board.pending).toEqual([2, 3]);
  });

  it("keeps an answered range from others until it is taken back", () => {
    const board = new AssignmentBoard(2);
    const holding = board.give("a", node(0, 2), "primary", 0);
    board.markAnswered(holding);
    expect([board.isHeld(), board.hasPending]).toEqual([false, false]);
    expect(board.release("a")).toEqual([]);
    board.takeBack(holding);
    expect(board.pending).toEqual([0, 1]);
  });

  it("forgets what a worker was given", () => {
    const board = new AssignmentBoard(2);
    board.give("a", node(0, 2), "primary", 0);
    board.forget("a");
    expect(board.standing("a", node(0, 2))).toBe("unsolicited");
  });

  it("never gives a primary range that somebody holds, nor anything that is done or its own already", () => {
    const board = new AssignmentBoard(4);
    const holding = board.give("a", node(0, 2), "primary", 0);
    expect(() => board.give("b", node(0, 4), "primary", 0)).toThrow("micro-batch 0 is held");
    expect(() => board.give("a", node(0, 1), "speculative", 0)).toThrow("micro-batch 0 is held by a already");
    board.accept(holding);
    expect(() => board.give("b", node(1, 1), "speculative", 0)).toThrow("micro-batch 1 is done");
    expect(() => board.give("b", node(4, 1), "primary", 0)).toThrow("micro-batch 4 is unknown");
  });

  it("counts each micro-batch once, and knows what is pending, whatever happens", () => {
    const step = fc.record({
      what: fc.integer({ min: 0, max: 5 }),
      worker: fc.constantFrom("a", "b", "c"),
      at: fc.nat(),
      size: fc.nat(),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(step, { maxLength: 60 }), (total, steps) => {
        const board = new AssignmentBoard(total);
        const counted: number[] = [];
        for (const { what, worker, at, size } of steps) {
          const first = at % total;
          const [range] = coveringNodes(first, Math.min(total, first + 1 + (size % total)), total);
          const held = board.holdingOf(worker, range!);
          const counts = held && board.standing(worker, range!) === "first";
          if (what <= 1) attempt(() => board.give(worker, range!, what === 0 ? "primary" : "speculative", 0));
          else if (what === 2 && counts) {
            board.accept(held);
            for (let index = 0; index < range!.count; index++) counted.push(range!.first + index);
          } else if (what === 3) board.release(worker);
          else if (what === 4 && counts) board.markAnswered(held);
          else if (what === 5) board.forget(worker);
          const pending = Array.from({ length: total }, (_, index) => index).filter(
            (index) => !board.isDone(index) && board.holdersOf(index).length === 0,
          );
          expect(board.pending).toEqual(pending);
          expect(board.pendingCount).toBe(pending.length);
          expect(board.doneCount).toBe(counted.length);
          expect(new Set(counted).size).toBe(counted.length);
          for (const name of ["a", "b", "c"]) {
            const active = board.holdings.filter((one) => one.worker === name && one.state === "active");
            expect(board.loadOf(name)).toBe(active.reduce((sum, one) => sum + one.node.count, 0));
          }
        }
      }),
    );
  });
});

function attempt(give: () => unknown): void {
  try {
    give();
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
  }
}
