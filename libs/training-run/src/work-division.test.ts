import { isTreeNode } from "@lockstep/reduction";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { divideWork, type Share } from "./work-division.js";

const all = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

const share = (worker: string, speed: number, rest: Partial<Share> = {}): Share => {
  return { worker, speed, load: 0, room: Infinity, ...rest };
};

const shares = fc
  .array(fc.record({ speed: fc.integer({ min: 1, max: 8 }), load: fc.nat(3), room: fc.nat(9) }), {
    minLength: 1,
    maxLength: 9,
  })
  .map((some) => some.map((one, index) => ({ worker: `w${index}`, ...one })));

const countsOf = (parts: ReturnType<typeof divideWork>, workers: readonly Share[]): number[] =>
  workers.map(({ worker }) =>
    parts.filter((part) => part.worker === worker).reduce((sum, { node }) => sum + node.count, 0),
  );

describe("divideWork", () => {
  it("gives pending micro-batches to one worker each, in nodes of the tree, within everybody's room", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.func(fc.boolean()),
        shares,
        (total, isPending, workers) => {
          const pending = all(total).filter((index) => isPending(index));
          const parts = divideWork(pending, total, workers);
          for (const { node } of parts) expect(isTreeNode(node, total)).toBe(true);
          const given = parts.flatMap(({ node }) => all(node.count).map((index) => node.first + index));
          const room = workers.reduce((sum, one) => sum + one.room, 0);
          expect(given.sort((a, b) => a - b)).toEqual(pending.slice(0, room));
          countsOf(parts, workers).forEach((count, index) =>
            expect(count).toBeLessThanOrEqual(workers[index]!.room),
          );
        },
      ),
    );
  });

  it("lets nobody finish later than another would with one more", () => {
    fc.assert(
      fc.property(fc.nat(40), shares, (count, workers) => {
        const counts = countsOf(divideWork(all(count), Math.max(1, count), workers), workers);
        const finish = (index: number, more: number): number =>
          (workers[index]!.load + counts[index]! + more) / workers[index]!.speed;
        counts.forEach((own, index) => {
          if (own === 0) return;
          workers.forEach(({ room }, other) => {
            if (counts[other]! < room) expect(finish(index, 0)).toBeLessThanOrEqual(finish(other, 1));
          });
        });
      }),
    );
  });

  it("gives shares in proportion to speeds, in the workers' order", () => {
    const parts = divideWork(all(16), 16, [share("slow", 1), share("fast", 3)]);
    expect(parts.map(({ worker, node }) => [worker, node.first, node.count])).toEqual([
      ["slow", 0, 4],
      ["fast", 4, 4],
      ["fast", 8, 8],
    ]);
  });

  it("gives nothing to who would only be late with it", () => {
    const parts = divideWork(all(8), 8, [share("slow", 0.01), share("fast", 1)]);
    expect(parts).toEqual([{ worker: "fast", node: { first: 0, count: 8 } }]);
  });

  it("gives those who are busy less", () => {
    const parts = divideWork(all(4), 4, [share("busy", 1, { load: 4 }), share("idle", 1)]);
    expect(countsOf(parts, [share("busy", 1), share("idle", 1)])).toEqual([0, 4]);
  });
});
