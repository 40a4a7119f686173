import { describe, expect, it } from "vitest";
import { lossProblem } from "./loss-check.js";

const expected = { before: 0.7, after: 0.6 };

describe("lossProblem", () => {
  it.each([
    [expected],
    [{ before: 0.700005, after: 0.600005 }],
    // Another place of Adam's epsilon.
    [{ before: 0.7, after: 0.602 }],
  ])("finds none in %o", (got) => {
    expect(lossProblem(got, expected)).toBeUndefined();
  });

  it.each([
    [{ before: 0.701, after: 0.6 }, "another loss: expected 0.7, got 0.701"],
    [{ before: NaN, after: 0.6 }, "another loss"],
    [{ before: 0.7, after: 0.61 }, "a loss of 0.6 after 5 steps, got 0.61"],
    [{ before: 0.7, after: 0.7 }, "trains otherwise"],
    [{ before: 0.7, after: NaN }, "trains otherwise"],
  ])("finds one in %o", (got, problem) => {
    expect(lossProblem(got, expected)).toContain(problem);
  });
});
