import { describe, expect, it } from "vitest";
import { AssignmentBoard } from "./assignment-board.js";

const node = (first: number, count: number) => ({ first, count });

describe("AssignmentBoard", () => {
  it("counts a range once, and says what a second result of it is", () => {
    const board = new AssignmentBoard(2);
    board.hold("a", node(0, 2));
    expect(board.accept("a", node(0, 2)).kind).toBe("accepted");
    expect(board.accept("a", node(0, 2)).kind).toBe("duplicate");
    expect(board.complete).toBe(true);
  });

  it("refuses a range that the worker was never given", () => {
    const board = new AssignmentBoard(4);
    board.hold("a", node(0, 2));
    expect(board.accept("b", node(0, 2)).kind).toBe("unsolicited");
    expect(board.accept("a", node(0, 1)).kind).toBe("unsolicited");
    expect(board.complete).toBe(false);
  });

  it("makes what a lost worker held pending again", () => {
    const board = new AssignmentBoard(4);
    board.hold("a", node(0, 2));
    board.hold("a", node(2, 1));
    expect(board.release("a")).toEqual([node(0, 2), node(2, 1)]);
    expect(board.pending).toEqual([0, 1, 2, 3]);
  });

  it("takes a late result and revokes those who were given parts of it", () => {
    const board = new AssignmentBoard(4);
    board.hold("a", node(0, 4));
    board.release("a");
    board.hold("b", node(0, 2));
    board.hold("c", node(2, 2));
    expect(board.accept("a", node(0, 4))).toEqual({
      kind: "accepted",
      revoked: [
        { worker: "b", node: node(0, 2) },
        { worker: "c", node: node(2, 2) },
      ],
    });
    expect(board.complete).toBe(true);
    expect(board.accept("b", node(0, 2)).kind).toBe("duplicate");
  });

  it("drops a late result where a part was counted already", () => {
    const board = new AssignmentBoard(4);
    board.hold("a", node(0, 4));
    board.release("a");
    board.hold("b", node(0, 2));
    board.accept("b", node(0, 2));
    expect(board.accept("a", node(0, 4)).kind).toBe("duplicate");
    expect(board.pending).toEqual([2, 3]);
  });

  it("drops a late result that covers only a part of what somebody holds now", () => {
    const board = new AssignmentBoard(4);
    board.hold("a", node(0, 2));
    board.release("a");
    board.hold("b", node(0, 4));
    expect(board.accept("a", node(0, 2)).kind).toBe("stale");
    expect(board.accept("b", node(0, 4)).kind).toBe("accepted");
  });

  it("never gives out what somebody holds", () => {
    const board = new AssignmentBoard(4);
    board.hold("a", node(0, 2));
    expect(() => board.hold("b", node(0, 4))).toThrow("micro-batch 0 is held");
  });
});
