import type { Logger } from "@lockstep/logging";
import type { ArithmeticEngine } from "@lockstep/numerics";
import { describe, expect, it, vi } from "vitest";
import { LargeModelArithmetic } from "./large-model-arithmetic.js";

const small = { parameterCount: 9_999 };
const large = { parameterCount: 10_000 };

describe("LargeModelArithmetic", () => {
  it("is opened with the first large model, once", () => {
    const arithmetic: ArithmeticEngine = { take: () => false };
    const open = vi.fn(() => ({ arithmetic }));
    const all = new LargeModelArithmetic({} as Logger, open);
    expect(all.of(small)).toBeUndefined();
    expect(open).not.toHaveBeenCalled();
    expect(all.of(large)).toBe(arithmetic);
    expect(all.of(large)).toBe(arithmetic);
    expect(open).toHaveBeenCalledTimes(1);
  });

  it("is not missed where there is none to open", () => {
    expect(new LargeModelArithmetic({} as Logger, undefined).of(large)).toBeUndefined();
  });

  it("is missed aloud, once, where it cannot be had", () => {
    const warn = vi.fn();
    const open = vi.fn(() => ({ unavailable: "no compiler", cause: new Error("no compiler") }));
    const all = new LargeModelArithmetic({ warn } as unknown as Logger, open);
    expect([all.of(small), all.of(large), all.of(large)]).toEqual([undefined, undefined, undefined]);
    expect(open).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls.map(([bindings]) => (bindings as { error: Error }).error.message)).toEqual([
      "no compiler",
    ]);
    expect(warn.mock.calls.map(([, text]) => text as string)).toEqual([
      "updates of large models are computed in TypeScript, with the same bits and several times slower: " +
        "the native addon cannot be loaded",
    ]);
  });
});
