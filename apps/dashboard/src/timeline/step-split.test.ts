import { describe, expect, it } from "vitest";
import { roundOf, spanOf } from "../testing/timeline-sample.js";
import { meanSplit, splitText, totalMs } from "./step-split.js";

const split = {
  parametersMs: 1,
  computeMs: 12,
  resultsMs: 2,
  reductionMs: 1,
  optimizerMs: 1,
  waitingMs: 3,
};

describe("a step's time", () => {
  it("is the sum of its parts", () => {
    expect(totalMs(split)).toBe(20);
  });

  it("is averaged part by part", () => {
    const spans = [spanOf("w", [0, 1], [0, 1])];
    const other = { ...split, computeMs: 2, waitingMs: 13 };
    const mean = meanSplit([roundOf(spans, { split }), roundOf(spans, { split: other })]);
    expect(mean).toEqual({ ...split, computeMs: 7, waitingMs: 8 });
  });

  it("is told by its largest part", () => {
    expect(splitText(split)).toBe("Most of a step (60 %, 12 ms of 20 ms) is computing gradients.");
    expect(splitText({ ...split, computeMs: 8, waitingMs: 7 })).toBe(
      "The largest part of a step (40 %, 8 ms of 20 ms) is computing gradients.",
    );
  });

  it("says so where nothing was measured", () => {
    expect(splitText(meanSplit([]))).toBe("No time was measured yet.");
  });
});
