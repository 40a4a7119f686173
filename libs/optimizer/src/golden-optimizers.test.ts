import {
  deviation,
  listGoldenCases,
  readGoldenCase,
  tolerance,
  type GoldenCase,
} from "@lockstep/golden-cases";
import { describe, expect, it } from "vitest";
import { optimizerOf } from "./optimizer-of.js";
import { initialState, type Optimizer } from "./optimizer.js";
import { optimizerOfKeras } from "./testing/keras-words.js";
import type { Variable } from "./variable.js";

interface NamedVariable extends Variable {
  readonly name: string;
}

/** The weights of a case, one after the other in a flat vector. */
function variablesOf({ tensors }: GoldenCase): NamedVariable[] {
  const prefix = "parameters.before/";
  let offset = 0;
  return [...tensors]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, { shape }]) => {
      const size = shape.reduce((product, length) => product * length, 1);
      offset += size;
      return { name: name.slice(prefix.length), shape, size, offset: offset - size };
    });
}

function flat(golden: GoldenCase, prefix: string, variables: readonly NamedVariable[]): Float32Array {
  return Float32Array.from(variables.flatMap(({ name }) => [...golden.float32(`${prefix}/${name}`)]));
}

function expectFollows(golden: GoldenCase, optimizer: Optimizer, variables: readonly NamedVariable[]): void {
  let state = initialState(optimizer, flat(golden, "parameters.before", variables));
  for (let step = 1; step <= (golden.steps ?? 0); step++) {
    const rate = golden.expected64?.learningRates?.[step - 1] ?? NaN;
    expect(deviation([optimizer.learningRate(state.step)], [rate])).toBeLessThanOrEqual(
      tolerance(golden, "learningRates"),
    );
    state = optimizer.update(state, flat(golden, `gradients/${step}`, variables));
    for (const { name, offset, size } of variables) {
      const expected = golden.float64(`parameters.after64/${step}/${name}`);
      expect(deviation(state.parameters.subarray(offset, offset + size), expected)).toBeLessThanOrEqual(
        tolerance(golden, "parameters.after"),
      );
    }
  }
  expect(state.step).toBe(golden.steps);
}

describe("optimizerOf", () => {
  const cases = listGoldenCases("optimizer");
  it("has golden cases", () => expect(cases.length).toBeGreaterThanOrEqual(30));

  it.each(cases)("follows Keras: %s", (name) => {
    const golden = readGoldenCase(name);
    if (!golden.optimizer) throw new Error(`${name}: no optimizer`);
    const variables = variablesOf(golden);
    expectFollows(golden, optimizerOf(optimizerOfKeras(golden.optimizer), variables), variables);
  });
});
