import { isTreeNode } from "@lockstep/reduction";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { divideWork } from "./work-division.js";

const all = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe("divideWork", () => {
  it("gives every pending micro-batch to exactly one worker, in nodes of the tree", () => {
    const weights = fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.func(fc.boolean()),
        weights,
        (total, isPending, slots) => {
          const pending = all(total).filter((index) => isPending(index));
          const shares = slots.map((weight, index) => ({ worker: `w${index}`, weight }));
          const parts = divideWork(pending, total, shares);
          for (const { node } of parts) expect(isTreeNode(node, total)).toBe(true);
          const given = parts.flatMap(({ node }) => all(node.count).map((index) => node.first + index));
          expect(given.sort((a, b) => a - b)).toEqual(pending);
        },
      ),
    );
  });

  it("gives shares in proportion to weights", () => {
    const parts = divideWork(all(16), 16, [
      { worker: "slow", weight: 1 },
      { worker: "fast", weight: 3 },
    ]);
    expect(parts.map(({ worker, node }) => [worker, node.first, node.count])).toEqual([
      ["slow", 0, 4],
      ["fast", 4, 4],
      ["fast", 8, 8],
    ]);
  });
});
