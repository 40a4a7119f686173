import { Pace } from "@lockstep/numerics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  coveringNodes,
  isTreeNode,
  ReductionTree,
  spanOf,
  type Sums,
  type TreeNode,
} from "./reduction-tree.js";

const leaf = (value: number): Sums => ({
  gradient: Float32Array.of(value, value * 3.3),
  statistics: Float64Array.of(value, 1),
});

/** The definition, word by word: what any order of additions must give. */
function definition(first: number, span: number, values: readonly number[]): Float32Array | undefined {
  if (first >= values.length) return undefined;
  if (span === 1) return leaf(values[first]!).gradient;
  const left = definition(first, span / 2, values)!;
  const right = definition(first + span / 2, span / 2, values);
  return right ? left.map((value, index) => Math.fround(value + right[index]!)) : left;
}

const values = fc.array(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 70 });

describe("ReductionTree", () => {
  it("gives the bits of the definition for leaves in any order", () => {
    fc.assert(
      fc.property(values, fc.infiniteStream(fc.nat()), (leaves, order) => {
        const tree = new ReductionTree(leaves.length);
        const shuffled = leaves.map((value, index) => ({ value, index, key: order.next().value as number }));
        shuffled.sort((a, b) => a.key - b.key);
        for (const { value, index } of shuffled) tree.add({ first: index, count: 1 }, leaf(value));
        expect(tree.root?.gradient).toEqual(definition(0, spanOf(leaves.length), leaves));
        expect(tree.root?.statistics[1]).toBe(leaves.length);
      }),
    );
  });

  it("gives the same bits when subtrees were added up elsewhere", () => {
    fc.assert(
      fc.property(values, fc.nat(), fc.nat(), (leaves, a, b) => {
        const total = leaves.length;
        const cuts = [0, a % (total + 1), b % (total + 1), total].sort((x, y) => x - y);
        const nodes = cuts.slice(1).flatMap((end, index) => coveringNodes(cuts[index]!, end, total));
        const tree = new ReductionTree(total);
        for (const node of nodes.reverse()) tree.add(node, partial(node, leaves));
        expect(tree.root?.gradient).toEqual(definition(0, spanOf(total), leaves));
      }),
    );
  });

  it("gives the same bits with stops after any number of elements", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 9 }), (leaves, limit) => {
        const pace = new Pace(limit);
        const tree = new ReductionTree(leaves.length);
        let stops = 0;
        for (let index = leaves.length - 1; index >= 0; index--)
          stops += [...tree.addInSlices({ first: index, count: 1 }, leaf(leaves[index]!), pace)].length;
        expect(tree.root?.gradient).toEqual(definition(0, spanOf(leaves.length), leaves));
        expect(stops).toBe(Math.max(0, Math.ceil(((leaves.length - 1) * 2) / limit) - 1));
      }),
    );
  });

  it("has no root while a micro-batch is missing", () => {
    const tree = new ReductionTree(3);
    tree.add({ first: 0, count: 1 }, leaf(1));
    tree.add({ first: 2, count: 1 }, leaf(1));
    expect(tree.root).toBeUndefined();
  });

  it("refuses a micro-batch twice, alone or inside a larger node", () => {
    const tree = new ReductionTree(4);
    tree.add({ first: 1, count: 1 }, leaf(1));
    expect(() => tree.add({ first: 1, count: 1 }, leaf(1))).toThrow("was added before");
    expect(() => tree.add({ first: 0, count: 2 }, leaf(1))).toThrow("was added before");
    expect(() => tree.add({ first: 0, count: 4 }, leaf(1))).toThrow("was added before");
  });

  it("refuses ranges that are no nodes", () => {
    const tree = new ReductionTree(6);
    for (const node of [
      { first: 1, count: 2 },
      { first: 0, count: 3 },
      { first: 4, count: 4 },
      { first: -1, count: 1 },
    ]) {
      expect(() => tree.add(node, leaf(1))).toThrow("expected a node");
    }
  });

  it("refuses sums of another length", () => {
    const tree = new ReductionTree(2);
    tree.add({ first: 0, count: 1 }, leaf(1));
    const short = { gradient: Float32Array.of(1), statistics: Float64Array.of(1, 1) };
    expect(() => tree.add({ first: 1, count: 1 }, short)).toThrow("one length");
  });
});

describe("coveringNodes", () => {
  it("covers exactly, in order, with nodes of the tree", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), fc.nat(), (total, a, b) => {
        const [first, end] = [a % (total + 1), b % (total + 1)].sort((x, y) => x - y) as [number, number];
        const nodes = coveringNodes(first, end, total);
        let at = first;
        for (const node of nodes) {
          expect(node.first).toBe(at);
          expect(isTreeNode(node, total)).toBe(true);
          at += node.count;
        }
        expect(at).toBe(end);
      }),
    );
  });

  it("takes one node for a whole round and for aligned halves", () => {
    expect(coveringNodes(0, 7, 7)).toEqual([{ first: 0, count: 7 }]);
    expect(coveringNodes(4, 7, 7)).toEqual([{ first: 4, count: 3 }]);
    expect(coveringNodes(0, 4, 8)).toEqual([{ first: 0, count: 4 }]);
  });
});

function partial(node: TreeNode, leaves: readonly number[]): Sums {
  const subtree = new ReductionTree(node.count);
  for (let index = 0; index < node.count; index++)
    subtree.add({ first: index, count: 1 }, leaf(leaves[node.first + index]!));
  return subtree.root!;
}
