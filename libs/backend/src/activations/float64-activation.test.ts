import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  differentiateActivation,
  evaluateActivation,
  float64Activation,
  float64ActivationNames,
  type Float64ActivationName,
} from "./float64-activation.js";

/** Where an activation has a kink. */
const kinks: Readonly<Partial<Record<Float64ActivationName, readonly number[]>>> = {
  hard_sigmoid: [-3, 3],
  elu: [0],
  celu: [0],
  selu: [0],
  leaky_relu: [0],
  relu6: [0, 6],
  hard_silu: [-3, 3],
};

const step = 2 ** -10;

/** Values of 2 rows of 3 that no difference of `step` carries over a kink. */
function rows(name: Float64ActivationName): fc.Arbitrary<Float32Array> {
  const smooth = (z: number) => (kinks[name] ?? []).every((kink) => Math.abs(z - kink) > step);
  const value = fc.double({ min: -8, max: 8, noNaN: true }).map(Math.fround).filter(smooth);
  return fc.array(value, { minLength: 6, maxLength: 6 }).map((values) => Float32Array.from(values));
}

describe.each(float64ActivationNames)("%s", (name) => {
  const f = float64Activation(name);

  it("has the derivative of its values", () => {
    fc.assert(
      fc.property(rows(name), rows(name), fc.nat(5), (values, dOutput, place) => {
        const loss = (shift: number) => {
          const output = evaluateActivation(
            f,
            values.map((z, i) => (i === place ? z + shift : z)),
            3,
          );
          return output.reduce((sum, value, i) => sum + value * (dOutput[i] ?? NaN), 0);
        };
        const up = Math.fround((values[place] ?? NaN) + step) - (values[place] ?? NaN);
        const down = Math.fround((values[place] ?? NaN) - step) - (values[place] ?? NaN);
        const expected = (loss(up) - loss(down)) / (up - down);
        const found = differentiateActivation(f, { values, dOutput, columns: 3 })[place] ?? NaN;
        // Values are rounded to float32, and differences of large ones magnify that.
        const size = evaluateActivation(f, values, 3).reduce((sum, value) => sum + Math.abs(value), 1);
        expect(Math.abs(found - expected)).toBeLessThan(1e-2 * size);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it("is finite, and has a finite derivative, for any float32 within reason", () => {
    if (name === "exponential") return;
    const values = Float32Array.of(-1e30, -1000, -90, -1e-30, 0, 1e-30, 90, 1000, 1e30);
    const outputs = evaluateActivation(f, values, 3);
    const dInput = differentiateActivation(f, { values, dOutput: new Float32Array(9).fill(1), columns: 3 });
    for (const result of [...outputs, ...dInput]) expect(result).toSatisfy(Number.isFinite);
  });

  it("hands NaN on", () => {
    const values = Float32Array.of(NaN, NaN, NaN);
    expect([...evaluateActivation(f, values, 3)]).toEqual([NaN, NaN, NaN]);
  });
});

/** f of the row -2, 0.5, 3 by Keras 3.15 on TensorFlow in float64, to 9 digits. */
const references: Readonly<Record<Float64ActivationName, readonly number[]>> = {
  softmax: [0.00618828527, 0.075388748, 0.918422967],
  hard_sigmoid: [0.166666667, 0.583333333, 1],
  elu: [-0.864664717, 0.5, 3],
  selu: [-1.52016647, 0.525350494, 3.15210296],
  softplus: [0.126928011, 0.974076984, 3.04858735],
  softsign: [-0.666666667, 0.333333333, 0.75],
  silu: [-0.238405844, 0.311229666, 2.85772238],
  gelu: [-0.0455002676, 0.345731229, 2.99595031],
  exponential: [0.135335283, 1.64872127, 20.0855369],
  leaky_relu: [-0.400000006, 0.5, 3],
  relu6: [0, 0.5, 3],
  mish: [-0.252501483, 0.375245211, 2.986535],
  hard_silu: [-0.333333333, 0.291666667, 3],
  log_sigmoid: [-2.12692801, -0.474076984, -0.0485873516],
  log_softmax: [-5.08509725, -2.58509725, -0.0850972464],
  celu: [-0.864664717, 0.5, 3],
};

it.each(float64ActivationNames)("%s has Keras's values", (name) => {
  const values = evaluateActivation(float64Activation(name), Float32Array.of(-2, 0.5, 3), 3);
  values.forEach((value, i) => {
    expect(value).toBeCloseTo(references[name][i] ?? NaN, 6);
  });
});
