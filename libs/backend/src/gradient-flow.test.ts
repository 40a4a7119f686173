import { describe, expect, it } from "vitest";
import { withGradientFlow } from "./gradient-flow.js";

describe("the gradient flow", () => {
  it("stands behind the objective's sums", () => {
    const statistics = Float64Array.of(1, 2);
    expect([...withGradientFlow(statistics, Float64Array.of(3))]).toEqual([1, 2, 3]);
    expect(withGradientFlow(statistics, undefined)).toBe(statistics);
  });
});
