import { BackendError } from "@lockstep/backend";
import { describe, expect, it } from "vitest";
import { timeWindows, type WindowOptions } from "./time-windows.js";

const options = (changed: Partial<WindowOptions>): WindowOptions => ({
  size: 3,
  stride: 1,
  dilation: 1,
  padding: "valid",
  ...changed,
});

/** The time steps of each window, as its places fall on them. */
function layout(steps: number, changed: Partial<WindowOptions>): number[][] {
  const { size } = options(changed);
  const { count, stepOf } = timeWindows(steps, options(changed), "conv1d");
  return Array.from({ length: count }, (_, window) =>
    Array.from({ length: size }, (__, place) => stepOf(window, place)),
  );
}

describe("timeWindows", () => {
  it("keeps valid windows within the sequence", () => {
    expect(layout(5, { stride: 2 })).toEqual([
      [0, 1, 2],
      [2, 3, 4],
    ]);
    expect(layout(5, { dilation: 2 })).toEqual([[0, 2, 4]]);
  });

  it("pads the same on both sides, the odd step at the end", () => {
    expect(layout(3, { size: 2, padding: "same" })).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
    expect(layout(4, { stride: 2, padding: "same" })).toEqual([
      [0, 1, 2],
      [2, 3, 4],
    ]);
  });

  it("pads causal windows in front only", () => {
    expect(layout(3, { dilation: 2, padding: "causal" })).toEqual([
      [-4, -2, 0],
      [-3, -1, 1],
      [-2, 0, 2],
    ]);
  });

  it("refuses a sequence that is shorter than a window, naming the layer", () => {
    const tooShort = () => timeWindows(4, options({ dilation: 2 }), "conv1d");
    expect(tooShort).toThrow(BackendError);
    expect(tooShort).toThrow("layer conv1d: expected sequences of at least 5 time steps, got 4");
  });
});
