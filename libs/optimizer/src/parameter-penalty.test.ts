import { Pace, wholly } from "@lockstep/numerics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parameterPenalty } from "./parameter-penalty.js";

const variables = [
  { offset: 0, size: 2, shape: [2], regularizer: { type: "L1" as const, l1: 0.5 } },
  { offset: 2, size: 1, shape: [1] },
  { offset: 3, size: 2, shape: [2], regularizer: { type: "L2" as const, l2: 0.25 } },
  { offset: 5, size: 1, shape: [1], regularizer: { type: "L1L2" as const, l1: 1, l2: 2 } },
  { offset: 6, size: 1, shape: [1], regularizer: { type: "L2" as const, l2: 9 }, trainable: false },
];

describe("parameterPenalty", () => {
  it("sums l1 * |w| + l2 * w^2 over regularised, trainable parameters", () => {
    const penalty = parameterPenalty(variables);
    expect(penalty.isEmpty).toBe(false);
    expect(penalty.loss(Float32Array.of(1, -2, 100, 3, -4, -5, 100))).toBe(0.5 * 3 + 0.25 * 25 + 5 + 2 * 25);
  });

  it("adds the gradient to what is there, 0 at 0", () => {
    const gradient = new Float32Array(7).fill(10);
    parameterPenalty(variables).addGradient(Float32Array.of(1, 0, 100, 3, -4, -5, 100), gradient);
    expect([...gradient]).toEqual([10.5, 10, 10, 11.5, 8, 10 - 1 - 20, 10]);
  });

  it("gives the same bits with stops after any number of elements", () => {
    const values = fc.float32Array({ minLength: 7, maxLength: 7, noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 8 }), (parameters, limit) => {
        const penalty = parameterPenalty(variables);
        const pace = new Pace(limit);
        expect(wholly(penalty.lossInSlices(parameters, pace))).toBe(penalty.loss(parameters));
        const [sliced, straight] = [new Float32Array(7).fill(0.1), new Float32Array(7).fill(0.1)];
        wholly(pace.run(penalty.gradientOperations(parameters, sliced)));
        penalty.addGradient(parameters, straight);
        expect(sliced).toEqual(straight);
      }),
    );
    expect([...parameterPenalty(variables).lossInSlices(new Float32Array(7), new Pace(1))]).toHaveLength(5);
  });

  it("is empty where nothing is regularised", () => {
    const penalty = parameterPenalty([{ offset: 0, size: 2, shape: [2] }]);
    expect(penalty.isEmpty).toBe(true);
    expect(penalty.loss(Float32Array.of(1, 2))).toBe(0);
  });

  it("has the gradient that its loss has, by differences", () => {
    const value = fc.integer({ min: 1, max: 64 }).map((count) => count / 8 - 4.0625);
    fc.assert(
      fc.property(fc.array(value, { minLength: 7, maxLength: 7 }), fc.nat(6), (values, index) => {
        const penalty = parameterPenalty(variables);
        const gradient = new Float32Array(7);
        penalty.addGradient(Float32Array.from(values), gradient);
        const at = (shift: number): number =>
          penalty.loss(Float32Array.from(values, (w, place) => (place === index ? w + shift : w)));
        expect(gradient[index]).toBeCloseTo((at(1 / 64) - at(-1 / 64)) * 32, 4);
      }),
    );
  });
});
