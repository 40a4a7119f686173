import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyInSlices, Pace, wholly } from "./pace.js";
import { addition } from "./vectors/elementwise.js";
import type { ArithmeticEngine, VectorOperation } from "./vectors/vector-operation.js";

describe("Pace", () => {
  const sizes = fc.array(fc.nat(40), { maxLength: 8 });

  it("goes over every element once and in order, with at most so many between two stops", () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 20 }), (lengths, limit) => {
        const pace = new Pace(limit);
        const taken: number[][] = lengths.map(() => []);
        let since = 0;
        let stops = 0;
        lengths.forEach((length, index) => {
          const drawn = pace.over(0, length, (begin, end) => {
            since += end - begin;
            expect(since).toBeLessThanOrEqual(limit);
            for (let at = begin; at < end; at++) taken[index]!.push(at);
          });
          for (const stop of drawn) {
            expect(stop).toBeUndefined();
            expect(since).toBe(limit);
            since = 0;
            stops++;
          }
        });
        const total = lengths.reduce((sum, length) => sum + length, 0);
        expect(taken).toEqual(lengths.map((length) => Array.from({ length }, (_, at) => at)));
        expect(stops).toBe(Math.max(0, Math.ceil(total / limit) - 1));
      }),
    );
  });

  it("never stops without a limit, and has each loop in one piece", () => {
    const pieces: number[][] = [];
    expect([...new Pace(Infinity).over(3, 1e9, (...piece) => pieces.push(piece))]).toEqual([]);
    expect(pieces).toEqual([[3, 1e9]]);
  });

  it("counts anew when others have had the thread", () => {
    const pace = new Pace(4);
    wholly(pace.over(0, 4, () => undefined));
    pace.restart();
    expect([...pace.over(0, 4, () => undefined)]).toEqual([]);
    expect([...pace.over(0, 1, () => undefined)]).toEqual([undefined]);
  });

  it("refuses a limit that leaves no element", () => {
    expect(() => new Pace(0)).toThrow("limit: expected at least 1 element, got 0");
    expect(() => new Pace(NaN)).toThrow("got NaN");
  });
});

describe("Pace with an engine", () => {
  const added = (): [VectorOperation, Float32Array] => {
    const target = Float32Array.of(1, 2, 3);
    return [addition(target, Float32Array.of(10, 20, 30)), target];
  };
  const whole = (operation: VectorOperation): void => operation.over(operation.begin, operation.end);

  it("does in TypeScript what the engine does not take", () => {
    const [operation, target] = added();
    const engine: ArithmeticEngine = { take: () => false };
    expect([...new Pace(2, engine).run([operation])]).toEqual([undefined]);
    expect([...target]).toEqual([11, 22, 33]);
  });

  it("leaves to the engine what it takes, and stops as often for that", () => {
    const [operation, target] = added();
    const taken: (readonly VectorOperation[])[] = [];
    const engine: ArithmeticEngine = {
      take(operations) {
        taken.push(operations);
        operations.forEach(whole);
        return true;
      },
    };
    const pace = new Pace(4, engine);
    const stops = [1, 2, 3].map(() => [...pace.run([operation])].length);
    expect(stops).toEqual([0, 0, 1]);
    expect(taken).toEqual([[operation], [operation], [operation]]);
    expect([...target]).toEqual([31, 62, 93]);
  });

  it("stops at what the engine does beside the thread, which nobody can pass over", async () => {
    const [operation, target] = added();
    const engine: ArithmeticEngine = {
      async take(operations) {
        await Promise.resolve();
        operations.forEach(whole);
      },
    };
    const drawn = new Pace(1, engine).run([operation]);
    const { value } = drawn.next();
    expect([...target]).toEqual([1, 2, 3]);
    await value;
    expect([...target]).toEqual([11, 22, 33]);
    expect(drawn.next().done).toBe(true);
    expect(() => wholly(new Pace(1, engine).run([operation]))).toThrow("nobody waits for it");
  });
});

describe("copyInSlices", () => {
  it("copies what it is given, in its own buffer", () => {
    const values = Float32Array.of(1, -0, NaN, 4, 5).subarray(1);
    const copy = wholly(copyInSlices(values, new Pace(2)));
    expect(copy).toEqual(values);
    expect(copy.buffer.byteLength).toBe(16);
  });
});
