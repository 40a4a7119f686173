import { describe, expect, it } from "vitest";
import { AssignmentBoard } from "./assignment-board.js";

const node = (first: number, count: number) => ({ first, count });

describe("AssignmentBoard", () => {
  it("counts a range once, and says what a second result of it is", () => {
    const board = new AssignmentBoard(2);
    board.hold("a", node(0, 2));
    expect(board.standing("a", node(0, 2))).toBe("first");
    expect(board.accept("a", node(0, 2))).toEqual([]);
    expect(board.standing("a", node(0, 2))).toBe("duplicate");
    expect(() => board.accept("a", node(0, 2))).toThrow("does not count");
    expect(board.complete).toBe(true);
  });

  it("knows a range that the worker was never given", () => {
    const board = new AssignmentBoard(4);
    board.hold("a", node(0, 2));
    expect(board.standing("b", node(0, 2))).toBe("unsolicited");
    expect(board.standing("a", node(0, 1))).toBe("unsolicited");
    expect(() => board.accept("b", node(0, 2))).toThrow("does not count");
  });

  it("makes what a lost worker held pending again", () => {
    const board = new AssignmentBoard(4);
    board.hold("a", node(0, 2));
    board.hold("a", node(2, 1));
    expect(board.pending).toEqual([3]);
    expect(board.isHeld("a")).toBe(true);
    expect(board.release("a")).toEqual([node(0, 2), node(2, 1)]);
    expect(board.pending).toEqual([0, 1, 2, 3]);
    expect(board.isHeld()).toBe(false);
  });

  it("takes a late result and settles those who were given parts of it", () => {
    const board = new AssignmentBoard(4);
    board.hold("a", node(0, 4));
    board.release("a");
    board.hold("b", node(0, 2));
    board.hold("c", node(2, 2));
    expect(board.accept("a", node(0, 4))).toEqual([
      { worker: "b", node: node(0, 2) },
      { worker: "c", node: node(2, 2) },
    ]);
    expect(board.complete).toBe(true);
    expect(board.hasPending).toBe(false);
    expect(board.standing("b", node(0, 2))).toBe("duplicate");
  });

  it("drops a late result where a part was counted already", () => {
    const board = new AssignmentBoard(4);
    board.hold("a", node(0, 4));
    board.release("a");
    board.hold("b", node(0, 2));
    board.accept("b", node(0, 2));
    expect(board.standing("a", node(0, 4))).toBe("duplicate");
    expect(board.pending).toEqual([2, 3]);
  });

  it("drops a late result that covers only a part of what somebody holds now", () => {
    const board = new AssignmentBoard(4);
    board.hold("a", node(0, 2));
    board.release("a");
    board.hold("b", node(0, 4));
    expect(board.standing("a", node(0, 2))).toBe("stale");
    expect(board.accept("b", node(0, 4))).toEqual([]);
  });

  it("never gives out what somebody holds", () => {
    const board = new AssignmentBoard(4);
    board.hold("a", node(0, 2));
    expect(() => board.hold("b", node(0, 4))).toThrow("micro-batch 0 is held");
  });
});
