import { describe, expect, it } from "vitest";
import { confusionOf, confusionText } from "./confusion.js";
import { weightsSample } from "../../testing/results-sample.js";
import { barsOf, histogramBoxes } from "./histogram.js";
import { forecastErrors, forecastText } from "./regression.js";

const classification = {
  type: "classification",
  classes: ["cat", "dog"],
  confusion: [
    [8, 2],
    [1, 9],
  ],
} as const;

describe("a confusion matrix", () => {
  it("adds up by row and along the diagonal", () => {
    expect(confusionOf(classification)).toEqual({
      entries: 20,
      correct: 17,
      ofClass: [10, 10],
      worst: { truth: 0, taken: 1, entries: 2 },
    });
  });

  it("is told in words, with what is mixed up most", () => {
    expect(confusionText(classification)).toBe(
      "17 of 20 are right (85 %). Most often, cat is taken for dog: 2 times, 20 % of all cat.",
    );
  });

  it("names no pair where everything is right, and nothing where there is nothing", () => {
    const right = {
      ...classification,
      confusion: [
        [3, 0],
        [0, 4],
      ],
    };
    expect(confusionText(right)).toBe("7 of 7 are right (100 %).");
    expect(
      confusionText({
        ...classification,
        confusion: [
          [0, 0],
          [0, 0],
        ],
      }),
    ).toBe("Nothing was classified.");
  });
});

describe("a regression", () => {
  const points = [
    { sequence: 0, truth: 1, forecast: 4 },
    { sequence: 1, truth: 2, forecast: 1 },
  ];

  it("has its errors averaged", () => {
    expect(forecastErrors({ type: "regression", points, entries: 2 })).toEqual({
      meanAbsolute: 2,
      rootMeanSquare: Math.sqrt(5),
      bias: 1,
    });
  });

  it("is told in words, and of how many entries", () => {
    expect(forecastText({ type: "regression", points, entries: 12_000 })).toBe(
      "Forecasts are off by 2.000 on average (root of the mean square: 2.236), over 2 of 12,000 entries. On the whole it forecasts 1.000 too much.",
    );
    expect(forecastText({ type: "regression", points: [], entries: 0 })).toBe("Nothing was forecast.");
  });
});

describe("a histogram", () => {
  it("has its tallest bar as high as the picture", () => {
    expect(histogramBoxes([1, 0, 4], 30, 8)).toEqual([
      { x: 0, y: 6, width: 9, height: 2 },
      { x: 20, y: 0, width: 9, height: 8 },
    ]);
  });

  it("is one bar where all values are the same", () => {
    const { parameters } = weightsSample();
    const alike = { ...parameters[0]!, least: 2, greatest: 2, counts: [3, 0, 0] };
    expect(barsOf(alike)).toEqual([3]);
    expect(barsOf({ ...alike, greatest: 5 })).toEqual([3, 0, 0]);
  });

  it("shows what is there at all", () => {
    expect(histogramBoxes([1, 1_000_000], 20, 50)[0]).toMatchObject({ y: 49, height: 1 });
  });
});
