import type { ModelPlan } from "@lockstep/model";
import { Pace, wholly } from "@lockstep/numerics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestInSlices, gradientNorms, nonFiniteEntry } from "./gradient.js";
import { bits, bitsOf } from "./testing/toy-cluster.js";

const kernel = { layer: "dense", name: "kernel", offset: 0, size: 4 };
const bias = { layer: "dense", name: "bias", offset: 4, size: 3 };
const plan = {
  layers: [
    { name: "dense", parameters: [kernel, bias] },
    { name: "flat", parameters: [] },
  ],
  parameters: [kernel, bias],
} as unknown as ModelPlan;

const finite = fc.float32Array({ minLength: 7, maxLength: 7, noNaN: true, noDefaultInfinity: true });
const limits = fc.integer({ min: 1, max: 8 });

describe("a gradient in slices", () => {
  it("has the norms and the digest of a whole one, wherever it stops", () => {
    fc.assert(
      fc.property(finite, limits, (values, limit) => {
        const pace = new Pace(limit);
        let squares = 0;
        for (const value of values) squares += value * value;
        const whole = wholly(gradientNorms(values, plan, new Pace(Infinity)));
        expect(wholly(gradientNorms(values, plan, pace))).toEqual(whole);
        expect(Object.keys(whole)).toEqual(["dense"]);
        expect(whole.dense! / Math.sqrt(squares || 1)).toBeCloseTo(squares === 0 ? 0 : 1, 12);
        expect(wholly(digestInSlices(bits, values, pace))).toBe(bitsOf(values));
      }),
    );
    expect([...gradientNorms(new Float32Array(7), plan, new Pace(2))]).toHaveLength(3);
  });

  it("names an entry that is not finite by its tensor", () => {
    const values = Float32Array.of(0, 0, 0, NaN, 0, -Infinity, 0);
    expect(nonFiniteEntry(values, 3, plan)).toBe("dense/kernel[3] is NaN");
    expect(nonFiniteEntry(values, 5, plan)).toBe("dense/bias[1] is -Infinity");
    expect(nonFiniteEntry(values, -1, plan)).toBeUndefined();
  });
});
