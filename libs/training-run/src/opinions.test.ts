import { Pace, wholly } from "@lockstep/numerics";
import { describe, expect, it } from "vitest";
import { AssignmentBoard } from "./assignment-board.js";
import { Opinions } from "./opinions.js";
import type { ResultValues } from "./run-messages.js";

function said(...all: readonly (readonly [worker: string, value: number])[]): Opinions {
  const opinions = new Opinions();
  for (const [worker, value] of all) {
    const holding = new AssignmentBoard(1).give(worker, { first: 0, count: 1 }, "audit", 0);
    wholly(opinions.add({ worker, holding, values: valuesOf(value) }, new Pace(1)));
  }
  return opinions;
}

function valuesOf(value: number): ResultValues {
  return {
    gradient: Float32Array.of(1, 2, value),
    statistics: Float64Array.of(3),
    predictions: new Float32Array(),
    states: new Float32Array(),
  };
}

describe("Opinions", () => {
  it("agree where two workers say the same; who said otherwise is named", () => {
    const opinions = said(["a", 1], ["b", 2], ["c", 1]);
    expect(opinions.differ).toBe(true);
    expect(opinions.agreed).toMatchObject({ opinion: { worker: "a" }, liars: ["b"] });
  });

  it("do not agree where one worker says the same twice", () => {
    expect(said(["a", 1], ["a", 1]).agreed).toBeUndefined();
    expect(said(["a", 1], ["a", 1]).differ).toBe(false);
  });

  it("name also who said both", () => {
    expect(said(["a", 1], ["b", 2], ["b", 1]).agreed?.liars).toEqual(["b"]);
  });

  it("follow most workers", () => {
    expect(said(["a", 1], ["b", 1], ["c", 2], ["d", 2], ["e", 2]).agreed?.liars).toEqual(["a", "b"]);
  });

  it("without agreement follow who never contradicts itself, if that is one value", () => {
    expect(said(["a", 1], ["b", 2], ["a", 1], ["b", 3]).consistent).toMatchObject({
      opinion: { worker: "a" },
      liars: ["b"],
    });
    expect(said(["a", 1], ["b", 2], ["a", 1], ["b", 2]).consistent).toBeUndefined();
    expect(said(["a", 1], ["b", 2], ["a", 3], ["b", 4]).consistent).toBeUndefined();
  });

  it("compare bits, not numbers", () => {
    expect(said(["a", 0], ["b", -0]).agreed).toBeUndefined();
    expect(said(["a", NaN], ["b", NaN]).agreed?.liars).toEqual([]);
  });

  it("forget what a worker said", () => {
    const opinions = said(["a", 1], ["b", 2]);
    expect(opinions.discard("b").map(({ worker }) => worker)).toEqual(["b"]);
    expect(opinions.differ).toBe(false);
    expect(opinions.workers).toEqual(["a"]);
  });
});
