import { deviation } from "@lockstep/golden-cases";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PreparedModel } from "../gradient-backend.js";
import { cotangentObjective } from "./cotangent-objective.js";
import { referenceGradient } from "./reference-gradient.js";
import { referenceOutputs } from "./reference-model.js";
import { rowsOf, sampleOf, stackNames, type Sample, type SampleSizes } from "./sample-models.js";
import { subject, type OpenBackend } from "./subject.js";

/** float32 sums of a few dozen products; the differences themselves are good to 1e-9. */
const closeness = 1e-5;
const runs = { numRuns: 6, seed: 20_261_123 } as const;

const sizes: fc.Arbitrary<SampleSizes> = fc.record({
  rows: fc.integer({ min: 1, max: 4 }),
  timeSteps: fc.integer({ min: 1, max: 6 }),
  features: fc.integer({ min: 1, max: 3 }),
});
const seeds = fc.integer({ min: 0, max: 1_000_000 });

/** Gradients against finite differences of a float64 reference, and as sums over any cut of the batch. */
export function describeDerivativeConformance(openBackend: OpenBackend): void {
  describe("differentiates", () => {
    const backendOf = subject(openBackend);
    const prepared = (context: Parameters<typeof backendOf>[0], sample: Sample): PreparedModel => {
      const model = backendOf(context).prepare(sample.plan, cotangentObjective);
      model.setParameters(sample.parameters);
      return model;
    };

    it.for(stackNames)("%s", (stack, context) => {
      fc.assert(
        fc.property(sizes, seeds, (shape, seed) => {
          const sample = sampleOf(stack, shape, seed);
          const model = prepared(context, sample);
          const { gradient } = model.gradient(sample.batch);
          const outputs = model.predict(sample.batch);
          model.dispose();
          const { plan, parameters, batch } = sample;
          const expected = referenceOutputs(plan, Float64Array.from(parameters), batch.rows, batch.x);
          expect(deviation(outputs, expected)).toBeLessThan(closeness);
          expect(deviation(gradient, referenceGradient(plan, parameters, batch))).toBeLessThan(closeness);
        }),
        runs,
      );
    });

    it("a batch as the sum of its parts, however it is cut", (context) => {
      const sample = sampleOf(
        "Dense layers before and behind sequences",
        { rows: 8, timeSteps: 5, features: 2 },
        7,
      );
      const model = prepared(context, sample);
      const whole = model.gradient(sample.batch);
      fc.assert(
        fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 7 }), (cuts) => {
          const bounds = [0, ...cuts.sort((a, b) => a - b), 8];
          const gradient = new Float64Array(whole.gradient.length);
          const statistics = new Float64Array(whole.statistics.length);
          bounds.slice(1).forEach((end, part) => {
            const sums = model.gradient(rowsOf(sample, bounds[part] ?? 0, end));
            sums.gradient.forEach((value, i) => (gradient[i] = (gradient[i] ?? NaN) + value));
            sums.statistics.forEach((value, i) => (statistics[i] = (statistics[i] ?? NaN) + value));
          });
          expect(deviation(gradient, whole.gradient)).toBeLessThan(closeness);
          expect(deviation(statistics, whole.statistics)).toBeLessThan(closeness);
        }),
        { numRuns: 12, seed: 3 },
      );
      model.dispose();
    });
  });
}
