import type { GradientFlowOfLayer } from "@lockstep/telemetry/views";
import { describe, expect, it } from "vitest";
import { decadesOf, normScaleOf, placeOf } from "./norm-scale.js";

function layerOf(...norms: number[][]): GradientFlowOfLayer {
  const timeSteps = norms[0]?.length ?? 0;
  return { layer: "l", timeSteps, norms, parameterNorms: [], gradientNorms: [], updateNorms: [] };
}

describe("normScaleOf", () => {
  it("goes from whole power of ten to whole power of ten over all layers", () => {
    expect(normScaleOf([layerOf([2e-7, 0.4]), layerOf([30, 0.1])])).toEqual({ bottom: -7, top: 2 });
  });

  it("has four decades at least, so that an even flow looks even", () => {
    expect(normScaleOf([layerOf([0.2, 0.3])])).toEqual({ bottom: -4, top: 0 });
  });

  it("has twelve decades at most, from the top", () => {
    expect(normScaleOf([layerOf([1e-40, 0.5])])).toEqual({ bottom: -12, top: 0 });
  });

  it("looks at nothing that is 0 or no number", () => {
    expect(normScaleOf([layerOf([0, NaN, Infinity, 0.5])])).toEqual({ bottom: -4, top: 0 });
    expect(normScaleOf([layerOf([0, 0])])).toBeUndefined();
  });
});

describe("placeOf", () => {
  it("is logarithmic", () => {
    expect(placeOf(1e-2, { bottom: -4, top: 0 })).toBeCloseTo(0.5);
    expect(placeOf(1e-6, { bottom: -4, top: 0 })).toBeCloseTo(-0.5);
  });
});

describe("decadesOf", () => {
  it("names the top and as many as there is room for", () => {
    expect(decadesOf({ bottom: -4, top: 0 }, 7)).toEqual([-4, -3, -2, -1, 0]);
    expect(decadesOf({ bottom: -12, top: 0 }, 7)).toEqual([-12, -10, -8, -6, -4, -2, 0]);
    expect(decadesOf({ bottom: -7, top: 0 }, 5)).toEqual([-6, -4, -2, 0]);
  });
});
