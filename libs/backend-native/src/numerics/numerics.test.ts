import { activationNames } from "@lockstep/job";
import * as numerics from "@lockstep/numerics";
import {
  differentiateActivation,
  dropoutMask,
  evaluateActivation,
  float64Activation,
  float64ActivationNames,
  type Float64ActivationName,
} from "@lockstep/backend";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { activationCode } from "../program/activation-code.js";
import { anyDouble, anyFloat, expectSameBits, floatsOf } from "../testing/any-floats.js";
import { loadTestingAddon } from "../testing/testing-addon.js";

const addon = loadTestingAddon();
const functions = ["erf", "erfc", "exp", "expm1", "log", "log1p", "sigmoid", "softplus", "tanh"] as const;

describe("the core's elementary functions give the bits of libs/numerics", () => {
  const check = (name: (typeof functions)[number], x: number) => {
    expectSameBits([addon.evaluate(name, x)], [numerics[name](x)], `${name}(${x})`);
  };

  it.each(functions)("%s of any number", (name) => {
    fc.assert(
      fc.property(anyDouble, (x) => {
        check(name, x);
      }),
      { numRuns: 5000 },
    );
  });

  // A product that is not rounded shows in one of some thousand results.
  it.each(functions)("%s of many numbers of ordinary size", (name) => {
    const random = new numerics.RandomStream({ seed: 1, purpose: numerics.randomPurpose.data });
    for (let i = 0; i < 100_000; i++) check(name, 30 * random.uniform53() - 10);
  });

  it("pow", () => {
    const base = fc.oneof(anyDouble, fc.double({ min: 0, max: 4, noNaN: true }));
    const exponent = fc.oneof(anyDouble, fc.integer({ min: -9, max: 9 }));
    fc.assert(
      fc.property(base, exponent, (x, y) => {
        expectSameBits([addon.pow(x, y)], [numerics.pow(x, y)], `${x}^${y}`);
      }),
      { numRuns: 20_000 },
    );
  });

  it("powInt", () => {
    fc.assert(
      fc.property(anyDouble, fc.integer(), (base, exponent) => {
        expectSameBits([addon.powInt(base, exponent)], [numerics.powInt(base, exponent)]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the core's activations give the bits of float64 in TypeScript", () => {
  const row = fc
    .integer({ min: 1, max: 40 })
    .chain((columns) => fc.tuple(floatsOf(anyFloat, columns), floatsOf(anyFloat, columns)));

  const check = (name: Float64ActivationName, values: Float32Array, dOutput: Float32Array) => {
    const f = float64Activation(name);
    const code = activationCode(name);
    const columns = values.length;
    expectSameBits(addon.activate(code, values), evaluateActivation(f, values, columns));
    const wanted = differentiateActivation(f, { values, dOutput, columns });
    expectSameBits(addon.activationGradient(code, values, dOutput), wanted);
  };

  it.each(float64ActivationNames)("%s, of short rows and long ones", (name) => {
    fc.assert(
      fc.property(row, ([values, dOutput]) => {
        check(name, values, dOutput);
      }),
      { numRuns: 1000 },
    );
    for (const columns of [1024, 1025, 3000]) {
      check(
        name,
        Float32Array.from({ length: columns }, (_, i) => ((i * 7919) % 10_007) / 500),
        Float32Array.from({ length: columns }, (_, i) => ((i * 104_729) % 1013) / 100 - 5),
      );
    }
  });

  it("are those that have no kernel of their own", () => {
    const here: readonly string[] = float64ActivationNames;
    for (const name of activationNames) {
      const activate = () => addon.activate(activationCode(name), Float32Array.of(1));
      if (here.includes(name)) expect(activate).not.toThrow();
      else expect(activate).toThrow(/activation: expected one that has no kernel/);
    }
  });
});

it("the core's dropout masks give the bits of dropoutMask", () => {
  const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const rate = fc.oneof(
    fc.double({ min: 0, max: 0.999, noNaN: true }),
    fc.constantFrom(0, 0.5, 2 ** -24, 1 - 2 ** -24),
  );
  fc.assert(
    fc.property(
      word,
      word,
      word,
      fc.nat(2 ** 20),
      fc.nat(15),
      rate,
      fc.nat(70),
      (seed, step, sequence, ordinal, mask, rate, size) => {
        const random = { seed, step, sequences: Uint32Array.of(sequence) };
        const wanted = dropoutMask({ random, ordinal, mask, rate, size });
        expectSameBits(addon.dropoutMask(seed, step, ordinal, mask, sequence, rate, size), wanted);
      },
    ),
    { numRuns: 1000 },
  );
});
