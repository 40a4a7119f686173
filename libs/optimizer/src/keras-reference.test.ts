import { deviation } from "@lockstep/golden-cases";
import type { ConstraintSpec } from "@lockstep/job";
import { describe, expect, it } from "vitest";
import { optimizerOf } from "./optimizer-of.js";
import { initialState, type OptimizerState } from "./optimizer.js";
import { optimizerSpec } from "./testing/keras-defaults.js";
import reference from "./testing/keras-reference.json" with { type: "json" };

// Reference numbers made with Keras 3.15.1 on JAX in float32: a kernel (3, 2) and a bias (2), seven steps of fixed
// gradients; parameters after steps 1, 3 and 7, and after the end of training where an average is kept.

const before = Float32Array.from([...reference.kernel, ...reference.bias]);
const told = [1, 3, 7];

interface ReferenceCase {
  readonly name: string;
  readonly optimizer: { type: string } & Record<string, unknown>;
  readonly after: readonly (readonly number[])[];
  readonly constraint?: unknown;
  readonly final?: readonly number[];
}

describe("optimizerOf", () => {
  it.each(reference.cases.map((one) => [one.name, one as ReferenceCase] as const))(
    "follows Keras: %s",
    (_, { optimizer: options, after, constraint, final }) => {
      const kernel = {
        offset: 0,
        size: 6,
        shape: [3, 2],
        constraint: constraint as ConstraintSpec | undefined,
      };
      const optimizer = optimizerOf(optimizerSpec(options), [kernel, { offset: 6, size: 2, shape: [2] }]);
      const states: OptimizerState[] = [initialState(optimizer, before)];
      for (const gradient of reference.gradients)
        states.push(optimizer.update(states.at(-1)!, Float32Array.from(gradient)));
      for (const [index, expected] of after.entries()) {
        const { parameters } = states[told[index]!]!;
        expect(deviation(parameters, expected)).toBeLessThanOrEqual(5e-6);
      }
      const last = states.at(-1)!;
      expect(deviation(optimizer.finalParameters(last), final ?? after.at(-1)!)).toBeLessThanOrEqual(5e-6);
    },
  );
});
