import { describe, expect, it } from "vitest";
import { mergeRules } from "./merge-rules.js";

const unmasked = (...values: number[]) => ({ values, used: values.map(() => undefined) });

describe("Multiply", () => {
  it("takes masked values as 1", () => {
    const element = { values: [5, 3, 2], used: [false, true, undefined] };
    expect(mergeRules.Multiply.value(element)).toBe(6);
    expect([0, 1, 2].map((i) => mergeRules.Multiply.derivative(element, i))).toEqual([0, 2, 3]);
  });

  it("is 0 where all are masked, and 1 beside an input without a mask", () => {
    expect(mergeRules.Multiply.value({ values: [5, 3], used: [false, false] })).toBe(0);
    expect(mergeRules.Multiply.derivative({ values: [5, 3], used: [false, false] }, 1)).toBe(0);
    expect(mergeRules.Multiply.value({ values: [5, 3], used: [false, undefined] })).toBe(3);
  });
});

describe("Maximum", () => {
  it("passes masked values over", () => {
    expect(mergeRules.Maximum.value({ values: [9, 3, 7], used: [false, true, false] })).toBe(3);
    expect(mergeRules.Maximum.value({ values: [1, 9], used: [true, false] })).toBe(1);
  });

  it("is the first value where all are masked", () => {
    expect(mergeRules.Maximum.value({ values: [1, 9], used: [false, false] })).toBe(1);
  });

  it("gives the gradient to the first of equal values", () => {
    expect([0, 1, 2].map((i) => mergeRules.Maximum.derivative(unmasked(1, 4, 4), i))).toEqual([0, 1, 0]);
  });
});

it.each(["Maximum", "Minimum"] as const)("%s hands NaN on, wherever it is", (name) => {
  for (const values of [
    [NaN, 1, 2],
    [1, NaN, 2],
    [1, 2, NaN],
  ]) {
    expect(mergeRules[name].value(unmasked(...values))).toBeNaN();
  }
});
