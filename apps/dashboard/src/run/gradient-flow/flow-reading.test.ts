import type { GradientFlowOfLayer } from "@lockstep/telemetry/views";
import { describe, expect, it } from "vitest";
import { readFlow } from "./flow-reading.js";

function flowOf(norms: readonly (readonly number[])[], layer = "lstm"): GradientFlowOfLayer {
  return {
    layer,
    timeSteps: norms[0]?.length ?? 0,
    norms,
    parameterNorms: [],
    gradientNorms: [],
    updateNorms: [],
  };
}

describe("readFlow", () => {
  it("says how small a vanishing gradient has become", () => {
    expect(readFlow(flowOf([[1e-5, 0.01, 0.2]]))).toEqual({
      verdict: "vanishes",
      text: "The gradient at the first time step is 1/20,000 of that at the last: it vanishes.",
    });
  });

  it("tells fading, holding, growing and exploding apart", () => {
    const verdicts = [0.05, 0.5, 2, 50, 5000].map((first) => readFlow(flowOf([[first, 1]])).verdict);
    expect(verdicts).toEqual(["fades", "holds", "holds", "grows", "explodes"]);
    expect(readFlow(flowOf([[0.45, 1]])).text).toContain("0.45 of that at the last: it holds");
    expect(readFlow(flowOf([[5000, 1]])).text).toContain("5,000 times that at the last");
  });

  it("reads the newest eight samples, none before", () => {
    const old = Array.from({ length: 20 }, () => [1, 1]);
    const newest = Array.from({ length: 8 }, () => [1e-6, 1]);
    expect(readFlow(flowOf([...old, ...newest])).verdict).toBe("vanishes");
  });

  it("turns round where the layer reads backwards", () => {
    const reading = readFlow(flowOf([[1, 1e-4]], "bidirectional/backward"));
    expect(reading.text).toBe(
      "The gradient at the last time step is 1/10,000 of that at the first: it vanishes.",
    );
  });

  it("tells what is 0 and what is no number", () => {
    expect(readFlow(flowOf([[0, 1]])).text).toBe(
      "Nothing of the gradient reaches the first time step: it vanishes.",
    );
    expect(readFlow(flowOf([[0, 0]])).verdict).toBe("nothing");
    expect(readFlow(flowOf([[NaN, 1]])).verdict).toBe("breaks");
    expect(readFlow(flowOf([[null as unknown as number, 1]])).verdict).toBe("breaks");
  });

  it("has nothing to say of one time step", () => {
    expect(readFlow(flowOf([[1]])).verdict).toBe("nothing");
    expect(readFlow(flowOf([])).verdict).toBe("nothing");
  });
});
