import { describe, expect, it } from "vitest";
import type { Outcome } from "../measure-in-turns.js";
import { Comparer } from "./comparer.js";

function measured(minimum: number, median: number): Outcome {
  return { kind: "measured", minimum, median, repetitions: 3 };
}

const missing = { kind: "unavailable", reason: "no compiler" } as const;

const comparer = new Comparer(
  new Map<string, Outcome>([
    ["keras-fit-plain", measured(6, 6)],
    ["keras-step-jit", measured(2, 3)],
    ["keras-fit-jit", missing],
    ["ours", measured(4, 6)],
    ["cut", measured(4.5, 9)],
  ]),
);

describe("Comparer", () => {
  it("divides by the faster one", () => {
    expect(comparer.ratio("id", "label", ["ours"], ["keras-fit-plain"])).toEqual({
      ...{ id: "id", label: "label", unit: "x" },
      values: { ofMinima: 4 / 6, ofMedians: 1 },
    });
  });

  it.each([
    [0.5, "met"],
    [0.6, "missed"],
  ])("takes the best of several, and judges the minima against at least %d: %s", (value, verdict) => {
    const ratio = comparer.ratio("id", "label", comparer.named("keras-"), ["ours"], {
      relation: "at least",
      value,
    });
    expect(ratio).toMatchObject({ values: { ofMinima: 0.5, ofMedians: 0.5 }, verdict });
  });

  it.each([
    [0.5, "met"],
    [0.4, "missed"],
  ])("subtracts, and judges against at most %d: %s", (value, verdict) => {
    const difference = comparer.difference("id", "label", ["cut"], ["ours"], { relation: "at most", value });
    expect(difference).toMatchObject({ unit: "ms", values: { ofMinima: 0.5, ofMedians: 3 }, verdict });
  });

  it("takes what something costs more in percent", () => {
    const surplus = comparer.surplus("id", "label", ["cut"], ["ours"], { relation: "at most", value: 15 });
    expect(surplus).toMatchObject({ unit: "%", values: { ofMinima: 12.5, ofMedians: 50 }, verdict: "met" });
  });

  it("takes shares of a step", () => {
    expect(comparer.share("id", "label", "cut", "ours", "ours").values).toEqual({
      ofMinima: 12.5,
      ofMedians: 50,
    });
    expect(comparer.share("id", "label", "cut", undefined, "ours").values).toEqual({
      ofMinima: 112.5,
      ofMedians: 150,
    });
  });

  it("gives no figure and no verdict where something was not measured", () => {
    const found = comparer.ratio("id", "label", ["keras-fit-jit"], ["ours"], {
      relation: "at least",
      value: 1,
    });
    expect(found).not.toHaveProperty("values");
    expect(found).not.toHaveProperty("verdict");
    expect(comparer.share("id", "label", "cut", "nothing", "ours")).not.toHaveProperty("values");
  });

  it("names the fastest of several", () => {
    expect(comparer.best(comparer.named("keras-"))?.id).toBe("keras-step-jit");
    expect(comparer.best(["keras-fit-jit", "nothing"])).toBeUndefined();
  });
});
