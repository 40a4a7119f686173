import { deviation } from "@lockstep/golden-cases";
import * as fc from "fast-check";
import { describe, expect } from "vitest";
import { backendTests, type OpenBackend } from "./backend-tests.js";
import { cotangentObjective } from "./cotangent-objective.js";
import { referenceGradient, type ReferenceGradient } from "./reference-gradient.js";
import { referenceRun, type ReferenceRun } from "./reference/reference-model.js";
import { sampleOf, stackNamed, stackNames, type Sample, type SampleSizes } from "./sample-models.js";

/** float32 sums of a few dozen products; the differences themselves are good to 1e-9. */
const closeness = 1e-5;
const runs = { numRuns: 4, seed: 20_261_123 } as const;

const sizes: fc.Arbitrary<SampleSizes> = fc.record({
  rows: fc.integer({ min: 1, max: 4 }),
  timeSteps: fc.integer({ min: 1, max: 6 }),
  features: fc.integer({ min: 1, max: 3 }),
});
const seeds = fc.integer({ min: 0, max: 1_000_000 });

/** Outputs, states and gradients against a float64 reference and its finite differences, for random shapes. */
export function describeDerivativeConformance(openBackend: OpenBackend): void {
  describe("differentiates", () => {
    const it = backendTests(openBackend);

    it.for(stackNames)("%s", (stack, { backend }) => {
      fc.assert(
        fc.property(sizes, seeds, (shape, seed) => {
          const { sample, run, gradient } = referenceOf(stack, shape, seed);
          const { plan, batch } = sample;
          const model = backend.prepare(plan, cotangentObjective(plan));
          model.setParameters(sample.parameters);
          const sums = model.gradient(batch, { inputGradients: true });
          const prediction = model.predict({ ...batch, y: new Float32Array() });
          model.dispose();
          expectClose("outputs", prediction.predictions, run.outputs);
          for (const { states } of [sums, prediction]) expectClose("states", states, run.states);
          expectClose("gradient", sums.gradient, gradient.parameters);
          gradient.inputs.forEach((expected, i) => {
            const found = sums.inputGradients?.[i] ?? new Float32Array();
            const smooth = smoothPlaces(stack, batch.inputs[i] ?? found);
            expectClose(`gradient of input ${i}`, found.filter(smooth), expected.filter(smooth));
          });
        }),
        runs,
      );
    });
  });
}

function expectClose(name: string, values: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(values, name).toHaveLength(expected.length);
  if (expected.length > 0) expect(deviation(values, expected), name).toBeLessThan(closeness);
}

/** Tells the places of an input at which the outputs have a derivative. */
function smoothPlaces(stack: string, input: Float32Array): (value: number, place: number) => boolean {
  const jumps = stackNamed(stack).zeroSteps === true;
  return (_, place) => !jumps || input[place] !== 0;
}

interface Reference {
  readonly sample: Sample;
  readonly run: ReferenceRun;
  readonly gradient: ReferenceGradient;
}

/** The differences take longer than all backends together, and are the same for each. */
const known = new Map<string, Reference>();

function referenceOf(stack: string, shape: SampleSizes, seed: number): Reference {
  const key = JSON.stringify([stack, shape, seed]);
  const found = known.get(key);
  if (found !== undefined) return found;
  const sample = sampleOf(stack, shape, seed);
  const { plan, parameters, batch } = sample;
  const made = {
    sample,
    run: referenceRun(plan, Float64Array.from(parameters), batch),
    gradient: referenceGradient(plan, parameters, batch, { tokens: stackNamed(stack).tokens !== undefined }),
  };
  known.set(key, made);
  return made;
}
