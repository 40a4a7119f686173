import { Pace, wholly } from "@lockstep/numerics";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { optimizerOf } from "./optimizer-of.js";
import { copyStateInSlices, initialState, type Optimizer, type OptimizerState } from "./optimizer.js";
import { optimizerSpec } from "./testing/keras-defaults.js";
import type { Variable } from "./variable.js";

const types = ["SGD", "Adam", "AdamW", "Adamax", "Nadam", "RMSprop", "Adagrad", "Adadelta", "Lion"] as const;

const whole = (size: number): Variable[] => [{ offset: 0, size, shape: [size] }];

/** Values from which no two optimizers make the same. */
const wave = (size: number, from = 0): Float32Array =>
  Float32Array.from({ length: size }, (_, index) => (((index + from) * 7919) % 1009) / 500 - 1);

function train(
  optimizer: Optimizer,
  parameters: Float32Array,
  gradient: Float32Array,
  steps = 4,
): OptimizerState {
  let state = initialState(optimizer, parameters);
  for (let step = 0; step < steps; step++) state = optimizer.update(state, gradient);
  return state;
}

describe("optimizerOf", () => {
  it.each(types)("%s leaves the parameters and the gradient that it was given as they are", (type) => {
    const optimizer = optimizerOf(optimizerSpec({ type, clipnorm: 0.1, useEma: true }), whole(5));
    const [parameters, gradient] = [wave(5), wave(5, 3)];
    const { parameters: after } = train(optimizer, parameters, gradient);
    expect(parameters).toEqual(wave(5));
    expect(gradient).toEqual(wave(5, 3));
    expect(after).not.toEqual(parameters);
  });

  it.each(types)("%s gives the same bits, however the vector is cut into variables", (type) => {
    const options = { type, clipvalue: 0.5, weightDecay: 0.01, gradientAccumulationSteps: 2, useEma: true };
    const one = train(optimizerOf(optimizerSpec(options), whole(9)), wave(9), wave(9, 4));
    const cut = [whole(4), whole(5)].flat().map((variable, index) => ({ ...variable, offset: index * 4 }));
    expect(train(optimizerOf(optimizerSpec(options), cut), wave(9), wave(9, 4))).toEqual(one);
    const tail = train(
      optimizerOf(optimizerSpec(options), whole(5)),
      wave(9).subarray(4),
      wave(9, 4).subarray(4),
    );
    expect(tail.parameters).toEqual(one.parameters.subarray(4));
  });

  const options = fc.record({
    clipnorm: fc.constantFrom(undefined, 0.5),
    clipvalue: fc.constantFrom(undefined, 0.5),
    globalClipnorm: fc.constantFrom(undefined, 0.5),
    weightDecay: fc.constantFrom(undefined, 0.01),
    gradientAccumulationSteps: fc.constantFrom(undefined, 2),
    useEma: fc.boolean(),
    emaOverwriteFrequency: fc.constantFrom(undefined, 2),
  });
  const constraint = fc.constantFrom<Variable["constraint"]>(
    { type: "NonNeg" },
    { type: "MaxNorm", maxValue: 0.9, axis: [0] },
    { type: "UnitNorm", axis: [0] },
    { type: "MinMaxNorm", minValue: 0.5, maxValue: 1, rate: 0.5, axis: [1] },
  );

  it.each(types)("%s gives the same bits with stops after any number of elements", (type) => {
    fc.assert(
      fc.property(options, constraint, fc.integer({ min: 1, max: 9 }), (chosen, constrained, limit) => {
        const spec = optimizerSpec({ type, ...chosen });
        const square = { offset: 2, size: 4, shape: [2, 2], constraint: constrained };
        const optimizer = optimizerOf(spec, [whole(2)[0]!, square, { ...whole(3)[0]!, offset: 6 }]);
        const pace = new Pace(limit);
        let state = initialState(optimizer, wave(9));
        let stops = 0;
        for (let step = 0; step < 4; step++) {
          const rate = optimizer.learningRate(step);
          const { operations, next } = optimizer.plannedUpdate(state, wave(9, 4), rate);
          stops += [...pace.run(operations)].length;
          state = next;
        }
        const straight = train(optimizer, wave(9), wave(9, 4));
        expect(state).toEqual(straight);
        expect(stops).toBeGreaterThanOrEqual(Math.floor((4 * 9) / limit) - 1);
        expect(wholly(optimizer.finalParametersInSlices(state, pace))).toEqual(
          optimizer.finalParameters(straight),
        );
      }),
      { numRuns: 60 },
    );
  });

  it("copies a state so that further updates do not change it", () => {
    const optimizer = optimizerOf(optimizerSpec({ type: "Adam" }), whole(5));
    const state = train(optimizer, wave(5), wave(5, 2));
    const copy = wholly(copyStateInSlices(state, new Pace(2)));
    expect(copy).toEqual(state);
    optimizer.update(state, wave(5, 1));
    expect(copy).toEqual(train(optimizer, wave(5), wave(5, 2)));
    expect(copy.moments).not.toEqual(state.moments);
  });

  it.each(types)("%s never changes what is not trainable", (type) => {
    const options = { type, weightDecay: 0.1, useEma: true, emaOverwriteFrequency: 2, globalClipnorm: 1 };
    const frozen = {
      offset: 3,
      size: 4,
      shape: [4],
      trainable: false,
      constraint: { type: "NonNeg" as const },
    };
    const variables = [whole(3)[0]!, frozen, { offset: 7, size: 2, shape: [2] }];
    const optimizer = optimizerOf(optimizerSpec(options), variables);
    const state = train(optimizer, wave(9), wave(9, 4));
    expect(state.parameters.subarray(3, 7)).toEqual(wave(9).subarray(3, 7));
    expect(optimizer.finalParameters(state).subarray(3, 7)).toEqual(wave(9).subarray(3, 7));
    expect(state.parameters.subarray(7)).not.toEqual(wave(9).subarray(7));
  });

  it("clips by the norm of the trainable variables alone", () => {
    const options = { type: "SGD", learningRate: 1, globalClipnorm: 1 };
    const frozen = { offset: 2, size: 1, shape: [1], trainable: false };
    const optimizer = optimizerOf(optimizerSpec(options), [whole(2)[0]!, frozen]);
    const { parameters } = train(optimizer, new Float32Array(3), Float32Array.of(0.3, 0.4, 1e6), 1);
    expect([...parameters]).toEqual([-Math.fround(0.3), -Math.fround(0.4), 0]);
  });

  const values = fc.float32Array({ minLength: 6, maxLength: 6, noNaN: true, noDefaultInfinity: true });
  const variables = [whole(2)[0]!, { offset: 2, size: 4, shape: [2, 2] }];

  /** What a gradient is clipped to: SGD with a rate of -1 from zeros. */
  const clipped = (clipping: object, gradient: Float32Array): Float32Array => {
    const optimizer = optimizerOf(optimizerSpec({ type: "SGD", learningRate: -1, ...clipping }), variables);
    return train(optimizer, new Float32Array(6), gradient, 1).parameters;
  };
  const norm = (part: Float32Array): number => Math.hypot(...part);

  it("keeps every clipped gradient within its bound, also where squares overflow float32", () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 100, noNaN: true }), (gradient, limit) => {
        const byNorm = clipped({ clipnorm: limit }, gradient);
        for (const { offset, size } of variables)
          expect(norm(byNorm.subarray(offset, offset + size))).toBeLessThanOrEqual(limit * (1 + 1e-6));
        expect(norm(clipped({ globalClipnorm: limit }, gradient))).toBeLessThanOrEqual(limit * (1 + 1e-6));
        for (const value of clipped({ clipvalue: limit }, gradient))
          expect(Math.abs(value)).toBeLessThanOrEqual(Math.fround(limit));
      }),
    );
  });

  it("takes another learning rate where one is given", () => {
    const optimizer = optimizerOf(optimizerSpec({ type: "SGD", learningRate: 1 }), whole(1));
    const state = initialState(optimizer, Float32Array.of(0));
    expect(optimizer.update(state, Float32Array.of(1), 0.25).parameters[0]).toBe(-0.25);
    expect(optimizer.update(state, Float32Array.of(1)).parameters[0]).toBe(-1);
  });

  it("goes on from a state as if it had never stopped", () => {
    for (const type of types) {
      const spec = optimizerSpec({ type, gradientAccumulationSteps: 2, useEma: true });
      const straight = train(optimizerOf(spec, whole(3)), wave(3), wave(3, 2), 6);
      let state = train(optimizerOf(spec, whole(3)), wave(3), wave(3, 2), 3);
      const fresh = optimizerOf(spec, whole(3));
      for (let step = 3; step < 6; step++) state = fresh.update(state, wave(3, 2));
      expect(state).toEqual(straight);
    }
  });

  it("leaves what it began with where nothing was averaged yet", () => {
    const optimizer = optimizerOf(optimizerSpec({ type: "SGD", useEma: true }), whole(3));
    expect(optimizer.finalParameters(initialState(optimizer, wave(3)))).toEqual(wave(3));
  });

  it("refuses a gradient of another length, moments that do not fit, and an axis that is not there", () => {
    const optimizer = optimizerOf(optimizerSpec({ type: "Adam" }), whole(3));
    const state = initialState(optimizer, wave(3));
    expect(() => optimizer.update(state, wave(2))).toThrow("gradient: expected 3 elements, got 2");
    expect(() => optimizer.update({ ...state, moments: [wave(3)] }, wave(3))).toThrow(
      "moments: expected at least 2, got 1",
    );
    expect(() => optimizer.update({ ...state, moments: [wave(3), wave(2)] }, wave(3))).toThrow(
      "moments[1]: expected 3 elements, got 2",
    );
    const constraint = { type: "UnitNorm" as const, axis: [1] };
    expect(() => optimizerOf(optimizerSpec({ type: "Adam" }), [{ ...whole(3)[0]!, constraint }])).toThrow(
      "constraint.axis: expected a whole number from -1 to 0 for shape (3), got 1",
    );
  });
});
