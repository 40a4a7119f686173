import type { OptimizerSpec } from "@lockstep/job";
import { Pace } from "@lockstep/numerics";
import {
  initialState,
  optimizerOf,
  type Optimizer,
  type OptimizerState,
  type Variable,
} from "@lockstep/optimizer";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyVector, extremeShares, sizes } from "./testing/any-values.js";
import { drawn, engines } from "./testing/engines.js";
import { expectSameBits } from "./testing/same-bits.js";

const rules = {
  SGD: { momentum: fc.constantFrom(0, 0.9), nesterov: fc.boolean() },
  Adam: { amsgrad: fc.boolean() },
  AdamW: { amsgrad: fc.boolean() },
  Adamax: {},
  Nadam: {},
  RMSprop: { momentum: fc.constantFrom(0, 0.9), centered: fc.boolean() },
  Adagrad: {},
  Adadelta: {},
  Lion: {},
} as const;

const common = {
  learningRate: fc.constantFrom(0.001, 0.1, 3),
  rho: fc.constantFrom(0.9, 0.5),
  beta1: fc.constantFrom(0.9, 0.3),
  beta2: fc.constantFrom(0.999, 0.5),
  epsilon: fc.constantFrom(1e-7, 1e-3),
  initialAccumulatorValue: fc.constantFrom(0.1, 0),
  weightDecay: fc.constantFrom(undefined, 0.01),
  gradientAccumulationSteps: fc.constantFrom(undefined, undefined, 2, 3),
  useEma: fc.boolean(),
  emaMomentum: fc.constantFrom(0.99, 0.5),
  emaOverwriteFrequency: fc.constantFrom(undefined, 2),
};

/** At most one of them. */
const clipping = fc.constantFrom(
  {},
  {},
  { clipnorm: 0.5 },
  { clipvalue: 0.2 },
  { globalClipnorm: 0.5 },
  { clipnorm: 1e9 },
);

const constraint = fc.constantFrom<Variable["constraint"]>(
  undefined,
  { type: "NonNeg" },
  { type: "MaxNorm", maxValue: 0.9, axis: [0] },
  { type: "UnitNorm", axis: [1] },
  { type: "MinMaxNorm", minValue: 0.5, maxValue: 1, rate: 0.5, axis: [0, 1] },
);

/** Three variables one after the other: free, with a constraint, and perhaps not trainable. */
const variables = fc
  .record({
    head: sizes,
    columns: fc.constantFrom(1, 3, 16),
    rows: fc.integer({ min: 1, max: 20 }),
    tail: sizes,
  })
  .chain(({ head, columns, rows, tail }) =>
    fc.record({ constraint, trainable: fc.boolean() }).map((drawnOptions): Variable[] => {
      const middle = rows * columns;
      return [
        { offset: 0, size: head, shape: [head] },
        { offset: head, size: middle, shape: [rows, columns], constraint: drawnOptions.constraint },
        { offset: head + middle, size: tail, shape: [tail], trainable: drawnOptions.trainable },
      ];
    }),
  );

const sizeOf = (all: readonly Variable[]): number => all.reduce((sum, { size }) => sum + size, 0);

async function train(
  optimizer: Optimizer,
  pace: Pace,
  { size, seed, extremeShare }: { size: number; seed: number; extremeShare: number },
): Promise<OptimizerState> {
  let state = initialState(optimizer, anyVector(size, seed));
  for (let step = 1; step <= 5; step++) {
    const gradient = anyVector(size, seed + step, step === 3 ? extremeShare : 0);
    const { operations, next } = optimizer.plannedUpdate(state, gradient, optimizer.learningRate(state.step));
    await drawn(pace.run(operations));
    state = next;
  }
  return { ...state, parameters: await drawn(optimizer.finalParametersInSlices(state, pace)) };
}

describe.each(engines)("optimizers $name", ({ engine }) => {
  it.each(Object.keys(rules) as (keyof typeof rules)[])("%s has the bits of TypeScript", async (type) => {
    const spec = fc.record({ ...common, ...rules[type] });
    await fc.assert(
      fc.asyncProperty(
        fc.record({ spec, clipping, variables, seed: fc.nat(1e6), extremeShare: extremeShares }),
        async (drawnCase) => {
          const options = { type, ...drawnCase.spec, ...drawnCase.clipping } as unknown as OptimizerSpec;
          const values = { ...drawnCase, size: sizeOf(drawnCase.variables) };
          const plain = await train(optimizerOf(options, drawnCase.variables), new Pace(Infinity), values);
          const pace = new Pace(Infinity, engine);
          const native = await train(optimizerOf(options, drawnCase.variables), pace, values);
          expectSameBits(native.parameters, plain.parameters, "parameters");
          expect(native.moments).toHaveLength(plain.moments.length);
          for (const [index, moment] of plain.moments.entries())
            expectSameBits(native.moments[index]!, moment, `moments[${index}]`);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("takes a norm's lanes together in the order of their definition", async () => {
    // 2^40 and eight of 2^-14: in order they come to two units in the last place above 2^40, each alone is lost. The norm is
    // one unit above 2^20 then, which is just enough to round 3 g / norm down.
    const gradient = new Float32Array(16);
    gradient[0] = 2 ** 20;
    for (let index = 1; index < 16; index += 2) gradient[index] = 2 ** -7;
    gradient[2] = (2 ** 23 + 1) * 2 ** -60;
    const spec = {
      type: "SGD",
      learningRate: -1,
      momentum: 0,
      globalClipnorm: 3,
    } as unknown as OptimizerSpec;
    for (const pace of [new Pace(Infinity), new Pace(Infinity, engine)]) {
      const optimizer = optimizerOf(spec, [{ offset: 0, size: 16, shape: [16] }]);
      const state = initialState(optimizer, new Float32Array(16));
      const { operations, next } = optimizer.plannedUpdate(state, gradient, -1);
      await drawn(pace.run(operations));
      expect(next.parameters[2]).toBe(12_582_913 * 2 ** -79);
    }
  });
});
