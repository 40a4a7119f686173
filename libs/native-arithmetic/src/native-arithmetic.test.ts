import { addition, meanOf, squaresSum, LaneSums, type VectorOperation } from "@lockstep/numerics";
import { describe, expect, it } from "vitest";
import { NativeArithmetic } from "./native-arithmetic.js";
import { openNativeArithmetic } from "./open-native-arithmetic.js";
import { addon } from "./testing/engines.js";

const sized = { leastElements: 10, elementsBeside: 100 };

function addOnes(size: number): { target: Float32Array; operation: VectorOperation } {
  const target = new Float32Array(size);
  return { target, operation: addition(target, new Float32Array(size).fill(1)) };
}

describe("NativeArithmetic", () => {
  it("leaves what is small to TypeScript, does what is larger in the call, and what is very large beside", async () => {
    const engine = new NativeArithmetic(addon, sized);
    const [small, larger, large] = [addOnes(9), addOnes(99), addOnes(100)];
    expect(engine.take([small.operation])).toBe(false);
    expect([...small.target]).toEqual(Array.from({ length: 9 }, () => 0));
    expect(engine.take([larger.operation])).toBe(true);
    expect([...larger.target]).toEqual(Array.from({ length: 99 }, () => 1));
    await engine.take([large.operation]);
    expect([...large.target]).toEqual(Array.from({ length: 100 }, () => 1));
  });

  it("counts the elements of all operations together", () => {
    const engine = new NativeArithmetic(addon, sized);
    expect(engine.take([addOnes(5).operation, addOnes(5).operation])).toBe(true);
    expect(engine.take([addOnes(50).operation, addOnes(50).operation])).toBeInstanceOf(Promise);
  });

  it("leaves to TypeScript what the addon has no operation for, and all that is asked for with it", () => {
    const engine = new NativeArithmetic(addon, sized);
    const { target, operation } = addOnes(50);
    const unknown = { ...operation, name: "an optimizer of next year" };
    expect(engine.take([operation, unknown])).toBe(false);
    expect(target.every((value) => value === 0)).toBe(true);
  });

  it("lets the event loop go on while it computes", async () => {
    const engine = new NativeArithmetic(addon, sized);
    const { operation, target } = addOnes(4_000_000);
    const order: string[] = [];
    const done = Promise.resolve(engine.take([operation, meanOf(target, 3)])).then(() => order.push("done"));
    order.push("called");
    await done;
    expect(order).toEqual(["called", "done"]);
    expect(target.every((value) => value === Math.fround(1 / 3))).toBe(true);
  });

  it("does one after the other what waits for the thread", async () => {
    const engine = new NativeArithmetic(addon, sized);
    const { operation, target } = addOnes(1000);
    await Promise.all(Array.from({ length: 20 }, () => Promise.resolve(engine.take([operation]))));
    expect(target.every((value) => value === 20)).toBe(true);
  });

  it("rejects where the addon refuses, as one in the call throws", async () => {
    const engine = new NativeArithmetic(addon, { ...sized, elementsBeside: 20 });
    const same = new Float32Array(15);
    expect(() => engine.take([addition(same, same)])).toThrow("shares no memory");
    const groups = {
      ...{ name: "multiply-groups", begin: 0, end: 20, numbers: [], over: () => undefined },
      vectors: [new Float32Array(20), new Float64Array(1), new Uint32Array(20).fill(1)],
    };
    await expect(engine.take([groups])).rejects.toThrow("groups below 1");
  });

  it("has no instruction set that the machine has not got", () => {
    expect(() => new NativeArithmetic(addon, { instructionSet: "abacus" })).toThrow("instruction set");
  });

  it("keeps the memory of what it is computing", async () => {
    const engine = new NativeArithmetic(addon, sized);
    const sums = new LaneSums(1);
    const taken: Promise<unknown>[] = [];
    for (let round = 0; round < 50; round++) {
      const values = new Float32Array(100_000).fill(2);
      const operation = squaresSum(values, { begin: 0, end: values.length }, sums, 0);
      taken.push(Promise.resolve(engine.take([operation])));
    }
    await Promise.all(taken);
    expect(sums.total(0)).toBe(50 * 100_000 * 4);
  });
});

it("opens with the fastest instruction set of the machine", () => {
  const opened = openNativeArithmetic();
  expect("arithmetic" in opened && opened.arithmetic.take([addOnes(100_000).operation])).toBe(true);
});
