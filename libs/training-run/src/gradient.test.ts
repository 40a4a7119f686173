import type { ModelPlan } from "@lockstep/model";
import { Pace, wholly } from "@lockstep/numerics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { digestInSlices, firstNonFinite, gradientNorms, toMeanGradient } from "./gradient.js";
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
  it("has the bits of a whole one, wherever it stops", () => {
    fc.assert(
      fc.property(finite, limits, fc.integer({ min: 1, max: 100 }), (values, limit, weight) => {
        const pace = new Pace(limit);
        const mean = values.slice();
        wholly(toMeanGradient(mean, weight, pace));
        expect(mean).toEqual(values.map((value) => value / weight));
        let dense = 0;
        for (const { offset, size } of [kernel, bias]) {
          let part = 0;
          for (const value of values.subarray(offset, offset + size)) part += value * value;
          dense += part;
        }
        expect(wholly(gradientNorms(values, plan, pace))).toEqual({ dense: Math.sqrt(dense) });
        expect(wholly(digestInSlices(bits, values, pace))).toBe(bitsOf(values));
      }),
    );
    expect([...gradientNorms(new Float32Array(7), plan, new Pace(2))]).toHaveLength(3);
  });

  it("is 0 where nothing counts", () => {
    const sum = Float32Array.of(1, NaN, 0);
    wholly(toMeanGradient(sum, 0, new Pace(2)));
    expect(sum).toEqual(new Float32Array(3));
  });

  it("is searched from its first entry to its last", () => {
    const bad = fc.constantFrom(NaN, Infinity, -Infinity);
    fc.assert(
      fc.property(
        finite,
        limits,
        fc.array(fc.tuple(fc.nat(6), bad), { maxLength: 3 }),
        (values, limit, all) => {
          for (const [index, value] of all) values[index] = value;
          const index = values.findIndex((value) => !Number.isFinite(value));
          const place = index < 4 ? `dense/kernel[${index}]` : `dense/bias[${index - 4}]`;
          expect(wholly(firstNonFinite(values, plan, new Pace(limit)))).toBe(
            index < 0 ? undefined : `${place} is ${values[index]}`,
          );
        },
      ),
    );
  });
});
