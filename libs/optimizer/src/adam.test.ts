import {
  deviation,
  listGoldenCases,
  readGoldenCase,
  tolerance,
  type GoldenCase,
} from "@lockstep/golden-cases";
import { describe, expect, it } from "vitest";
import { initialState, optimizerOf, type OptimizerState } from "./optimizer.js";

/** Keras's option names, and its defaults for what a case leaves out. */
function optimizerOfCase({ optimizer }: GoldenCase) {
  const config = (optimizer?.config ?? {}) as Partial<Record<string, number>>;
  return optimizerOf({
    type: "Adam",
    learningRate: config.learning_rate ?? 0.001,
    beta1: config.beta_1 ?? 0.9,
    beta2: config.beta_2 ?? 0.999,
    epsilon: config.epsilon ?? 1e-7,
  });
}

function weightsOf({ tensors }: GoldenCase): string[] {
  const prefix = "parameters.before/";
  return [...tensors.keys()]
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
}

const cases = listGoldenCases("optimizer").map((name) => readGoldenCase(name));

describe("Adam", () => {
  it("has golden cases", () => expect(cases.length).toBeGreaterThanOrEqual(3));

  for (const golden of cases) {
    for (const weight of weightsOf(golden)) {
      it(`follows Keras: ${golden.name}, ${weight}`, () => {
        const optimizer = optimizerOfCase(golden);
        let state: OptimizerState = initialState(optimizer, golden.float32(`parameters.before/${weight}`));
        for (let step = 1; step <= (golden.steps ?? 0); step++) {
          state = optimizer.update(state, golden.float32(`gradients/${step}/${weight}`));
          const expected = golden.float64(`parameters.after64/${step}/${weight}`);
          expect(deviation(state.parameters, expected)).toBeLessThanOrEqual(
            tolerance(golden, "parameters.after"),
          );
        }
        expect(state.step).toBe(golden.steps);
      });
    }
  }

  it("leaves the parameters that it was given as they are", () => {
    const optimizer = optimizerOf({
      type: "Adam",
      learningRate: 0.1,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-7,
    });
    const before = Float32Array.of(1, 2);
    const { parameters } = optimizer.update(initialState(optimizer, before), Float32Array.of(1, -1));
    expect([...before]).toEqual([1, 2]);
    expect(parameters[0]).toBeLessThan(1);
    expect(parameters[1]).toBeGreaterThan(2);
  });

  it("gives the same bits, however the vector is cut", () => {
    const optimizer = optimizerOf({
      type: "Adam",
      learningRate: 0.1,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-7,
    });
    const values = Float32Array.from({ length: 9 }, (_, index) => Math.sin(index));
    const whole = optimizer.update(initialState(optimizer, values), values).parameters;
    const tail = values.subarray(4);
    expect(optimizer.update(initialState(optimizer, tail), tail).parameters).toEqual(whole.subarray(4));
  });
});
